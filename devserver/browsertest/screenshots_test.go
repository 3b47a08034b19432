package browsertest

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

var (
	screenshots = flag.String("screenshots", "", "write pictures of the page into this `folder`")
	pictures    = flag.String("pictures", "", "of the screenshots, take only those whose name matches this `pattern`")
)

// look is a way to see a screen: how wide the window is, and what the reader's
// system asks for. Whoever forces colours has a dark palette more often than not.
type look struct {
	name   string
	width  int64
	height int64
	media  []string
}

// looks gives them all: a laptop, a tablet and a phone in each scheme of colours, a
// projector, and a phone of 320 pixels, which is also what 400 % zoom leaves of 1280.
func looks() (all []look) {
	for _, scheme := range []look{
		{name: "light", media: []string{"prefers-color-scheme", "light"}},
		{name: "dark", media: []string{"prefers-color-scheme", "dark"}},
		{name: "forced", media: []string{"prefers-color-scheme", "dark", "forced-colors", "active"}},
	} {
		for _, size := range [][2]int64{{1280, 900}, {768, 1024}, {360, 740}} {
			all = append(all, look{scheme.name + "-" + strconv.FormatInt(size[0], 10), size[0], size[1], scheme.media})
		}
	}
	light := []string{"prefers-color-scheme", "light"}
	return append(all, look{"light-1920", 1920, 1080, light}, look{"light-640", 640, 450, light}, look{"light-320", 320, 568, light})
}

// TestScreenshots writes pictures for people to look at (make screenshots): each
// screen in both languages, in each look, and on paper. It judges nothing, so without
// a folder there is nothing to do. A name is like form-ja-dark-360 or form-en-print.
func TestScreenshots(t *testing.T) {
	if *screenshots == "" {
		return
	}
	wanted, err := regexp.Compile(*pictures)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(*screenshots, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, s := range screens {
		t.Run(s.id(), func(t *testing.T) {
			var p *tab
			speaks := ""
			// ready opens the screen for the first picture that is wanted of it.
			ready := func(name, lang string) bool {
				if !wanted.MatchString(name) {
					return false
				}
				if p == nil {
					p = open(t, how{path: s.path})
					p.visit(s)
				}
				if speaks != lang {
					p.speak(lang)
					speaks = lang
				}
				return true
			}
			for _, lang := range []string{"en", "ja"} {
				for _, l := range looks() {
					name := s.id() + "-" + lang + "-" + l.name
					if !ready(name, lang) {
						continue
					}
					p.do(chromedp.EmulateViewport(l.width, l.height))
					p.touch(l.width < 500)
					p.media(append([]string{"prefers-reduced-motion", "reduce"}, l.media...)...)
					get[bool](p, `(scrollTo(0, 0), true)`)
					p.frame()
					if s.long {
						p.save(name+".png", chromedp.CaptureScreenshot())
					} else {
						p.picture(name)
					}
				}
				if name := s.id() + "-" + lang + "-print"; ready(name, lang) {
					p.do(chromedp.EmulateViewport(1280, 900))
					p.media("prefers-color-scheme", "light")
					p.print(name)
				}
			}
		})
	}
}

// touch makes the pointer a finger, or a mouse again.
func (p *tab) touch(on bool) {
	p.Helper()
	p.call(func() error {
		_, err := chromedp.Call(p.short(), emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: on, MaxTouchPoints: 1})
		return err
	})
}

// picture is for people who want to see what a test saw (-screenshots).
func (p *tab) picture(name string) {
	p.Helper()
	if *screenshots != "" {
		p.save(strings.ReplaceAll(name, "/", "-")+".png", chromedp.FullScreenshot(100))
	}
}

// print writes the page as a printer gets it, on A4; and as pictures, where the
// program for that is installed.
func (p *tab) print(name string) {
	p.Helper()
	p.call(func() error {
		r, err := chromedp.Call(p.short(), page.PrintToPDF, page.PrintToPDFParams{PaperWidth: 8.27, PaperHeight: 11.69})
		if err != nil {
			return err
		}
		file := filepath.Join(*screenshots, name+".pdf")
		if err := os.WriteFile(file, r.Data, 0o644); err != nil {
			return err
		}
		if _, err := exec.LookPath("pdftoppm"); err != nil {
			return nil
		}
		return exec.Command("pdftoppm", "-r", "80", "-png", file, strings.TrimSuffix(file, ".pdf")).Run()
	})
}

func (p *tab) save(name string, take chromedp.Action[[]byte]) {
	p.Helper()
	picture, err := chromedp.Run(p.short(), take)
	if err != nil {
		p.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(*screenshots, name), picture, 0o644); err != nil {
		p.Fatal(err)
	}
}
