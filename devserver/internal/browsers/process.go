package browsers

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// process is a browser's program with a folder of its own for its profile.
type process struct {
	dir  string
	cmd  *exec.Cmd
	done chan struct{}

	mu   sync.Mutex
	said []string // the last lines of its stderr and stdout, for errors
	more chan struct{}
}

// find gives the first of the programs that is installed.
func find(names ...string) (string, error) {
	for _, n := range names {
		if n == "" {
			continue
		}
		if p, err := exec.LookPath(n); err == nil {
			return p, nil
		}
	}
	return "", fmt.Errorf("none of %s is installed: `make setup` installs it on Debian", strings.Join(names, ", "))
}

// launch starts a program; args may hold {dir}, its own folder. prepare, if any,
// fills the folder first.
func launch(prepare func(dir string) error, env []string, program string, args ...string) (*process, error) {
	dir, err := os.MkdirTemp("", "handshake101-browser-")
	if err != nil {
		return nil, err
	}
	if prepare != nil {
		if err := prepare(dir); err != nil {
			os.RemoveAll(dir)
			return nil, err
		}
	}
	p := &process{dir: dir, done: make(chan struct{}), more: make(chan struct{}, 1)}
	for i := range args {
		args[i] = strings.ReplaceAll(args[i], "{dir}", dir)
	}
	p.cmd = exec.Command(program, args...)
	p.cmd.Dir = dir
	p.cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_RUNTIME_DIR="+dir, "XDG_CONFIG_HOME="+dir, "XDG_CACHE_HOME="+dir, "XDG_DATA_HOME="+dir)
	p.cmd.Env = append(p.cmd.Env, env...)
	ownGroup(p.cmd)
	r, w, err := os.Pipe()
	if err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	p.cmd.Stdout, p.cmd.Stderr = w, w
	err = p.cmd.Start()
	w.Close()
	if err != nil {
		r.Close()
		os.RemoveAll(dir)
		return nil, err
	}
	go p.listen(r)
	go func() { p.cmd.Wait(); close(p.done) }()
	return p, nil
}

func (p *process) listen(r io.ReadCloser) {
	defer r.Close()
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		p.mu.Lock()
		if len(p.said) == 200 {
			p.said = p.said[1:]
		}
		p.said = append(p.said, lines.Text())
		p.mu.Unlock()
		select {
		case p.more <- struct{}{}:
		default:
		}
	}
	io.Copy(io.Discard, r)
}

// words waits for a line that holds a text, and gives what follows it.
func (p *process) words(ctx context.Context, text string) (string, error) {
	for {
		p.mu.Lock()
		for _, l := range p.said {
			if _, after, ok := strings.Cut(l, text); ok {
				p.mu.Unlock()
				return after, nil
			}
		}
		all := strings.Join(p.said, "\n")
		p.mu.Unlock()
		select {
		case <-p.more:
		case <-p.done:
			return "", fmt.Errorf("%s ended: %s", p.cmd.Path, all)
		case <-ctx.Done():
			return "", fmt.Errorf("%s never said %q: %w\n%s", p.cmd.Path, text, ctx.Err(), all)
		}
	}
}

// stop ends the program with all its children, and removes its folder.
func (p *process) stop() {
	endGroup(p.cmd, false)
	select {
	case <-p.done:
	case <-time.After(3 * time.Second):
	}
	endGroup(p.cmd, true)
	<-p.done
	for range 20 { // a child may still be writing
		if os.RemoveAll(p.dir) == nil {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
}
