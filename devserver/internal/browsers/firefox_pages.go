package browsers

import (
	"context"
	"fmt"
	"sync"
)

// Page is one of several pages in one running Firefox, each in a window and a
// profile (user context) of its own: what a test needs that goes through the page as
// a person does.
type Page interface {
	Browser
	// Move moves the mouse to a point of the viewport.
	Move(ctx context.Context, x, y float64) error
	// Chord holds all keys but the last, and presses that one.
	Chord(ctx context.Context, keys ...string) error
	Reload(ctx context.Context) error
	// Before has a script run in each document before the document's own.
	Before(ctx context.Context, script string) error
}

// Keys that are held.
const (
	Shift   = "\ue008"
	Control = "\ue009"
)

// Pages is a running Firefox that gives pages.
type Pages struct {
	b *firefoxBrowser

	mu    sync.Mutex
	front *firefoxPage
	all   map[string]*firefoxPage // by browsing context
}

// StartPages starts a Firefox. The context bounds the start only; Close ends it.
func StartPages(ctx context.Context) (*Pages, error) {
	b, err := startFirefox(ctx)
	if err != nil {
		return nil, fmt.Errorf("firefox does not start: %w", err)
	}
	f := &Pages{b: b.(*firefoxBrowser), all: map[string]*firefoxPage{}}
	f.b.mu.Lock()
	f.b.elsewhere = f.event
	f.b.mu.Unlock()
	return f, nil
}

func (f *Pages) Close() { f.b.Close() }

// event gives a line of the console to the page that it is of.
func (f *Pages) event(page, level, text string) bool {
	f.mu.Lock()
	p := f.all[page]
	f.mu.Unlock()
	if p != nil {
		p.add(level, text)
	}
	return p != nil
}

// New opens an empty page in a window of its own.
func (f *Pages) New(ctx context.Context) (Page, error) {
	var made struct{ UserContext, Context string }
	if err := f.b.w.call(ctx, "", "browser.createUserContext", nil, &made); err != nil {
		return nil, err
	}
	p := &firefoxPage{firefoxBrowser: firefoxBrowser{w: f.b.w, version: f.b.version, user: made.UserContext}, of: f}
	if err := p.w.call(ctx, "", "browsingContext.create", obj{"type": "window", "userContext": p.user}, &made); err != nil {
		return nil, err
	}
	p.page = made.Context
	f.mu.Lock()
	f.all[p.page] = p
	f.mu.Unlock()
	return p, p.toFront(ctx)
}

type firefoxPage struct {
	firefoxBrowser
	of *Pages
}

// toFront brings the window of the page before the others: keys go there.
func (p *firefoxPage) toFront(ctx context.Context) error {
	p.of.mu.Lock()
	is := p.of.front == p
	p.of.front = p
	p.of.mu.Unlock()
	if is {
		return nil
	}
	return p.w.call(ctx, "", "browsingContext.activate", obj{"context": p.page}, nil)
}

func (p *firefoxPage) perform(ctx context.Context, actions []obj) error {
	if err := p.toFront(ctx); err != nil {
		return err
	}
	return p.w.call(ctx, "", "input.performActions", obj{"context": p.page, "actions": actions}, nil)
}

func (p *firefoxPage) Type(ctx context.Context, keys string) error {
	return p.perform(ctx, keyActions(keys))
}

func (p *firefoxPage) Click(ctx context.Context, x, y float64) error {
	return p.perform(ctx, clickActions(x, y))
}

func (p *firefoxPage) Move(ctx context.Context, x, y float64) error {
	return p.perform(ctx, []obj{{"type": "pointer", "id": "mouse", "actions": []obj{
		{"type": "pointerMove", "x": int(x), "y": int(y), "origin": "viewport"}}}})
}

func (p *firefoxPage) Chord(ctx context.Context, keys ...string) error {
	var steps []obj
	for _, k := range keys {
		steps = append(steps, obj{"type": "keyDown", "value": k})
	}
	for i := len(keys) - 1; i >= 0; i-- {
		steps = append(steps, obj{"type": "keyUp", "value": keys[i]})
	}
	return p.perform(ctx, []obj{{"type": "key", "id": "keyboard", "actions": steps}})
}

func (p *firefoxPage) Reload(ctx context.Context) error {
	return p.w.call(ctx, "", "browsingContext.reload", obj{"context": p.page, "wait": "complete"}, nil)
}

func (p *firefoxPage) Before(ctx context.Context, script string) error {
	return p.w.call(ctx, "", "script.addPreloadScript", obj{"functionDeclaration": "() => {" + script + "\n}", "contexts": []string{p.page}}, nil)
}

func (p *firefoxPage) Fresh(context.Context) error {
	return fmt.Errorf("each page is fresh: open another")
}

// Close closes the page, and forgets all that it kept.
func (p *firefoxPage) Close() {
	ctx, cancel := context.WithTimeout(context.Background(), closing)
	defer cancel()
	p.of.mu.Lock()
	delete(p.of.all, p.page)
	if p.of.front == p {
		p.of.front = nil
	}
	p.of.mu.Unlock()
	p.w.call(ctx, "", "browser.removeUserContext", obj{"userContext": p.user}, nil)
}

var _ Page = (*firefoxPage)(nil)
