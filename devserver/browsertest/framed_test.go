package browsertest

import (
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// frameOf gives the frame inside the page once it has loaded something, be it the
// browser's own page about why nothing may stand there.
func (p *tab) frameOf() *cdp.Frame {
	p.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		tree, err := chromedp.Call(p.short(), page.GetFrameTree, cdp.Empty{})
		if err != nil {
			p.Fatal(err)
		}
		if all := tree.FrameTree.ChildFrames; len(all) == 1 && all[0].Frame.URL != "" && all[0].Frame.URL != "about:blank" {
			return all[0].Frame
		}
	}
	p.Fatal("the frame loads nothing")
	return nil
}

// waitInFrame waits until an expression holds in the frame.
func (p *tab) waitInFrame(what, expression string) {
	p.Helper()
	frame, byValue := p.frameOf(), true
	world, err := chromedp.Call(p.short(), page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{FrameID: frame.ID})
	if err != nil {
		p.Fatal(err)
	}
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		r, err := chromedp.Call(p.short(), runtime.Evaluate, runtime.EvaluateParams{Expression: inPage("!!(" + expression + ")"), ContextID: world.ExecutionContextID, ReturnByValue: &byValue})
		if err == nil && r.ExceptionDetails == nil && string(r.Result.Value) == "true" {
			return
		}
	}
	p.Fatalf("waited in vain until %s", what)
}
