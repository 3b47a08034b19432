package browsers

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/coder/websocket"
)

// wire is what the DevTools protocol and WebDriver BiDi have in common: commands
// with a number, answers with the same number, and events between them.
type wire struct {
	conn  *websocket.Conn
	event func(method string, params json.RawMessage)
	stop  context.CancelFunc

	mu      sync.Mutex
	last    int
	waiting map[int]chan answer
	dead    error
}

type answer struct {
	result json.RawMessage
	err    error
}

// packet is anything that comes in: DevTools puts an error's text into an object,
// BiDi beside it.
type packet struct {
	ID      int             `json:"id"`
	Method  string          `json:"method"`
	Params  json.RawMessage `json:"params"`
	Result  json.RawMessage `json:"result"`
	Error   json.RawMessage `json:"error"`
	Message string          `json:"message"`
}

func dial(ctx context.Context, url string, event func(string, json.RawMessage)) (*wire, error) {
	conn, _, err := websocket.Dial(ctx, url, nil)
	if err != nil {
		return nil, err
	}
	conn.SetReadLimit(256 << 20)
	life, stop := context.WithCancel(context.Background())
	w := &wire{conn: conn, event: event, stop: stop, waiting: map[int]chan answer{}}
	go w.read(life)
	return w, nil
}

func (w *wire) read(ctx context.Context) {
	for {
		_, b, err := w.conn.Read(ctx)
		var p packet
		if err == nil {
			err = json.Unmarshal(b, &p)
		}
		w.mu.Lock()
		if err != nil {
			w.dead = fmt.Errorf("the browser is gone: %w", err)
			for id, c := range w.waiting {
				c <- answer{err: w.dead}
				delete(w.waiting, id)
			}
			w.mu.Unlock()
			return
		}
		c := w.waiting[p.ID]
		delete(w.waiting, p.ID)
		w.mu.Unlock()
		switch {
		case p.Method != "":
			w.event(p.Method, p.Params)
		case c == nil:
		case p.Error != nil:
			c <- answer{err: fmt.Errorf("%s %s", p.Error, p.Message)}
		default:
			c <- answer{result: p.Result}
		}
	}
}

// call sends a command and waits for its answer, which is written into result.
// session is DevTools' way to say which page is meant.
func (w *wire) call(ctx context.Context, session, method string, params, result any) error {
	if params == nil {
		params = struct{}{}
	}
	c := make(chan answer, 1)
	w.mu.Lock()
	if w.dead != nil {
		w.mu.Unlock()
		return w.dead
	}
	w.last++
	id := w.last
	w.waiting[id] = c
	w.mu.Unlock()
	b, err := json.Marshal(struct {
		ID      int    `json:"id"`
		Session string `json:"sessionId,omitempty"`
		Method  string `json:"method"`
		Params  any    `json:"params"`
	}{id, session, method, params})
	if err == nil {
		// A write that is cut off would end the connection: it has no deadline.
		err = w.conn.Write(context.WithoutCancel(ctx), websocket.MessageText, b)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	select {
	case a := <-c:
		if a.err != nil {
			return fmt.Errorf("%s: %w", method, a.err)
		}
		if result == nil {
			return nil
		}
		return json.Unmarshal(a.result, result)
	case <-ctx.Done():
		return fmt.Errorf("%s: %w", method, ctx.Err())
	}
}

func (w *wire) close() {
	w.stop()
	w.conn.CloseNow()
}

// console collects messages until somebody asks.
type console struct {
	mu   sync.Mutex
	said []Message
}

func (c *console) add(level, text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.said = append(c.said, Message{level, text})
}

func (c *console) Console() []Message {
	c.mu.Lock()
	defer c.mu.Unlock()
	said := c.said
	c.said = nil
	return said
}

// obj is JSON in the making.
type obj = map[string]any
