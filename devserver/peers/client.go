package peers

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Opened is what a client tells of one WebSocket.
type Opened struct {
	N                           int
	State, Protocol, Extensions string // State: opens, fails
	Ended                       bool   // it was over before we ended it
	Words                       string // why it failed or ended, in the client's own words
}

// cell puts it as the tables have it; closed is what the server saw at the end.
func (o *Opened) cell(closed string) string {
	s := o.State
	if o.State != "opens" {
		return s
	}
	if o.Protocol != "" {
		s += " " + o.Protocol
	}
	if o.Extensions != "" {
		s += " with " + o.Extensions
	}
	switch {
	case closed != "" && (closed != ownClose || o.Ended):
		s += "; closes" + strings.TrimPrefix(closed, "close")
	case o.Ended && closed == "":
		s += "; drops"
	}
	return s
}

// ownClose is the close frame with which we end what a client would keep open.
const ownClose = "close 4321"

// dialer opens a WebSocket with a Go library; read takes messages until an error,
// which it gives.
type dialer func(ctx context.Context, url string, offer []string) (protocol, extensions string, read func() error, end func(), err error)

// goClient is a client in our own process.
func goClient(dial dialer) func(io.Writer, string) (*Running, error) {
	return func(io.Writer, string) (*Running, error) {
		return &Running{Stop: func() {}, Ask: func(ctx context.Context, url string, offer []string) (o Opened) {
			o.State = "fails"
			defer func() {
				if p := recover(); p != nil {
					o.State, o.Words = "crashes", fmt.Sprint(p)
				}
			}()
			type dialed struct {
				protocol, extensions string
				read                 func() error
				end                  func()
				err                  error
			}
			done := make(chan dialed, 1)
			go func() {
				var d dialed
				defer func() {
					if p := recover(); p != nil {
						d.err = fmt.Errorf("panic: %v", p)
					}
					done <- d
				}()
				d.protocol, d.extensions, d.read, d.end, d.err = dial(ctx, url, offer)
			}()
			var d dialed
			select {
			case d = <-done:
			case <-ctx.Done():
				return Opened{State: "hangs"}
			}
			if d.err != nil {
				if strings.HasPrefix(d.err.Error(), "panic: ") {
					return Opened{State: "crashes", Words: d.err.Error()}
				}
				// Some turn the deadline into a failure of their own.
				if end, ok := ctx.Deadline(); ok && time.Until(end) < 100*time.Millisecond {
					return Opened{State: "hangs"}
				}
				return Opened{State: "fails", Words: d.err.Error()}
			}
			defer d.end()
			o = Opened{State: "opens", Protocol: d.protocol, Extensions: d.extensions}
			over := make(chan error, 1)
			go func() {
				defer func() {
					if p := recover(); p != nil {
						over <- fmt.Errorf("panic: %v", p)
					}
				}()
				for {
					if err := d.read(); err != nil {
						over <- err
						return
					}
				}
			}()
			select {
			case err := <-over:
				o.Ended, o.Words = true, err.Error()
				if strings.HasPrefix(o.Words, "panic: ") {
					o.State = "crashes"
				}
			case <-time.After(lingers):
			}
			return o
		}}, nil
	}
}

// lineClient is a client in a process of its own: a line of JSON in for each
// WebSocket to open, and one out. In its arguments PEERS stands for this folder.
func lineClient(language []string, args ...string) func(io.Writer, string) (*Running, error) {
	return func(log io.Writer, _ string) (*Running, error) {
		root, err := Root()
		if err != nil {
			return nil, err
		}
		name, err := program(language...)
		if err != nil {
			return nil, err
		}
		peers := filepath.Join(root, "devserver", "peers")
		var given []string
		for _, a := range args {
			given = append(given, strings.ReplaceAll(a, "PEERS", peers))
		}
		cmd := exec.Command(name, given...)
		cmd.Env = append(cmd.Environ(), "NODE_PATH="+filepath.Join(root, ".cache", "peers", "npm", "node_modules"),
			"PYTHONUNBUFFERED=1", "PYTHONDONTWRITEBYTECODE=1", fmt.Sprintf("LINGER=%d", lingers.Milliseconds()))
		cmd.Stderr = log
		cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
		in, err := cmd.StdinPipe()
		if err != nil {
			return nil, err
		}
		out, err := cmd.StdoutPipe()
		if err != nil {
			return nil, err
		}
		if err := cmd.Start(); err != nil {
			return nil, err
		}
		var mu sync.Mutex
		last, waiting := 0, map[int]chan Opened{}
		dead := make(chan struct{})
		go func() {
			lines := bufio.NewScanner(out)
			lines.Buffer(nil, 4<<20)
			for lines.Scan() {
				var o Opened
				if json.Unmarshal(lines.Bytes(), &o) != nil {
					fmt.Fprintln(log, lines.Text())
					continue
				}
				mu.Lock()
				if c := waiting[o.N]; c != nil {
					c <- o
					delete(waiting, o.N)
				}
				mu.Unlock()
			}
			cmd.Wait()
			close(dead)
		}()
		r := &Running{Dead: dead, Stop: func() {
			in.Close()
			syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
			<-dead
		}, Ask: func(ctx context.Context, url string, offer []string) Opened {
			if offer == nil {
				offer = []string{}
			}
			c := make(chan Opened, 1)
			mu.Lock()
			last++
			n := last
			waiting[n] = c
			line, _ := json.Marshal(map[string]any{"n": n, "url": url, "offer": offer})
			_, err := in.Write(append(line, '\n'))
			mu.Unlock()
			if err != nil {
				return Opened{State: "crashes"}
			}
			select {
			case o := <-c:
				return o
			case <-dead:
				return Opened{State: "crashes"}
			case <-ctx.Done():
				return Opened{State: "hangs"}
			}
		}}
		// The first answer takes as long as the program takes to start: here nobody
		// listens, so it fails.
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
		defer cancel()
		if r.Ask(ctx, "ws://127.0.0.1:1/", nil); r.dead() {
			return nil, fmt.Errorf("%s does not start", name)
		}
		return r, nil
	}
}

// AskClient sends every response to a client, and gives what it made of each, by ID.
func AskClient(p *Peer, all []*Answer) (map[string]Seen, error) {
	var said Said
	s, err := NewScript(1, nil)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	s.Load(all)
	running, err := p.Start(&said, "")
	if err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", p.ID, err, said.Take())
	}
	defer func() { running.Stop() }()
	seen := map[string]Seen{}
	var silent, suspects []int
	var mu sync.Mutex
	one := func(n int, patience time.Duration) Seen {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		path := fmt.Sprintf("/%d", n)
		o := running.Ask(ctx, "ws://"+s.Lanes[0]+path, all[n].Offer)
		return Seen{o.cell(s.Closed(path)), oneLine(o.Words)}
	}
	many := func(numbers []int, patience time.Duration, keep func(n int, x Seen)) {
		var wg sync.WaitGroup
		slots := make(chan bool, atOnce)
		for _, n := range numbers {
			wg.Add(1)
			slots <- true
			go func() {
				defer func() { <-slots; wg.Done() }()
				x := one(n, patience)
				mu.Lock()
				defer mu.Unlock()
				keep(n, x)
			}()
		}
		wg.Wait()
	}
	numbers := make([]int, len(all))
	for i := range numbers {
		numbers[i] = i
	}
	many(numbers, hanging, func(n int, x Seen) {
		switch {
		case x.Cell == "crashes":
			suspects = append(suspects, n)
		case x.Cell == "hangs":
			silent = append(silent, n)
		}
		seen[all[n].ID] = x
	})
	for _, n := range suspects { // those that went down with another
		if running.dead() {
			running.Stop()
			said.Take()
			if running, err = p.Start(&said, ""); err != nil {
				return nil, err
			}
		}
		x := one(n, hangsAlso)
		if x.Cell == "crashes" {
			time.Sleep(200 * time.Millisecond)
			x.Words = lastLine(said.Take())
		}
		seen[all[n].ID] = x
	}
	if running.dead() && len(silent) > 0 {
		if running, err = p.Start(&said, ""); err != nil {
			return nil, err
		}
	}
	many(silent, hangsAlso, func(n int, x Seen) { seen[all[n].ID] = x })
	return seen, nil
}

func lastLine(s string) string {
	var last string
	for line := range strings.Lines(s) {
		line = strings.TrimSpace(line)
		if strings.Contains(line, "Error") {
			return oneLine(line)
		}
		if line != "" {
			last = line
		}
	}
	return oneLine(last)
}
