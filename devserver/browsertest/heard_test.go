package browsertest

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/chromedp"
)

// heard is a node of the tree that a screen reader is told, and how deep it lies.
type heard struct {
	role, name, value, about string
	state                    []string
	in                       string // the landmark or group that it is in
	depth                    int
}

// TestHeard reads each screen as a screen reader is told it: whatever can be
// operated has a role and a name, no two controls of one group have the same name for
// different things, headings do not skip a level, and nothing is said of what is only
// drawn. With -screenshots the trees are written, to be read by a person.
func TestHeard(t *testing.T) {
	onlyChromium(t, "it does not give its accessibility tree")
	for _, s := range screens {
		if s.long {
			continue
		}
		t.Run(s.id(), func(t *testing.T) {
			p := open(t, how{path: s.path})
			p.visit(s)
			nodes := p.heard()
			if *screenshots != "" {
				var b strings.Builder
				for _, n := range nodes {
					fmt.Fprintf(&b, "%s%s %q", strings.Repeat("  ", n.depth), n.role, n.name)
					if n.value != "" {
						fmt.Fprintf(&b, " = %q", n.value)
					}
					if n.about != "" {
						fmt.Fprintf(&b, " (%s)", n.about)
					}
					fmt.Fprintf(&b, " %s\n", strings.Join(n.state, " "))
				}
				if err := os.WriteFile(filepath.Join(*screenshots, s.id()+".heard.txt"), []byte(b.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			level, seen := 0, map[string]bool{}
			for _, n := range nodes {
				switch n.role {
				case "button", "link", "textbox", "searchbox", "combobox", "checkbox", "radio", "heading", "table", "region", "img", "DisclosureTriangle":
					if strings.TrimSpace(n.name) == "" {
						t.Errorf("%s in %q has no name", n.role, n.in)
					}
				}
				switch n.role {
				case "button", "textbox", "searchbox", "combobox", "checkbox", "radio":
					if key := n.in + " | " + n.role + " | " + n.name; seen[key] {
						t.Errorf("in %q there are two of %s %q", n.in, n.role, n.name)
					} else {
						seen[key] = true
					}
				case "heading":
					now := level
					for _, state := range n.state {
						fmt.Sscanf(state, "level=%d", &now)
					}
					if now > level+1 && level > 0 {
						t.Errorf("heading %q of level %d comes after one of level %d", n.name, now, level)
					}
					level = now
				}
			}
		})
	}
}

// heard gives the page's accessibility tree, without what is passed over.
func (p *tab) heard() (all []heard) {
	p.Helper()
	p.call(func() error {
		r, err := chromedp.Call(p.short(), accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
		if err != nil {
			return err
		}
		byID := map[accessibility.NodeID]*accessibility.Node{}
		for _, n := range r.Nodes {
			byID[n.NodeID] = n
		}
		var walk func(n *accessibility.Node, depth int, in string)
		walk = func(n *accessibility.Node, depth int, in string) {
			h := heard{role: said(n.Role), name: said(n.Name), value: said(n.Value), about: said(n.Description), in: in, depth: depth}
			switch {
			case n.Ignored, h.role == "none", h.role == "generic", h.role == "InlineTextBox":
				depth--
			default:
				for _, property := range n.Properties {
					switch property.Name {
					case "level", "expanded", "pressed", "checked", "invalid", "live", "focused", "disabled":
						if v := said(property.Value); v != "false" && v != "" {
							h.state = append(h.state, string(property.Name)+"="+v)
						} else if property.Name == "expanded" || property.Name == "pressed" {
							h.state = append(h.state, string(property.Name)+"=false")
						}
					}
				}
				all = append(all, h)
				switch h.role {
				case "region", "group", "form", "navigation", "banner", "main", "list", "table", "listitem":
					if h.name != "" || h.role == "listitem" {
						in = h.role + " " + h.name
						if h.role == "listitem" {
							in = fmt.Sprintf("list item %d", len(all))
						}
					}
				}
			}
			for _, id := range n.ChildIDs {
				if child := byID[id]; child != nil {
					walk(child, depth+1, in)
				}
			}
		}
		if len(r.Nodes) > 0 {
			walk(r.Nodes[0], 0, "")
		}
		return nil
	})
	return all
}

// said is a value of the tree as text.
func said(v *accessibility.Value) string {
	if v == nil {
		return ""
	}
	var x any
	if json.Unmarshal([]byte(v.Value), &x) != nil || x == nil {
		return ""
	}
	return fmt.Sprint(x)
}
