package peers

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"
)

// freeAddress finds a port of loopback that nobody listens on.
func freeAddress() (address, port string, err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", "", err
	}
	defer l.Close()
	address = l.Addr().String()
	_, port, err = net.SplitHostPort(address)
	return address, port, err
}

// program finds a program, also where Debian puts servers.
func program(names ...string) (string, error) {
	for _, name := range names {
		for _, p := range []string{name, "/usr/sbin/" + name, "/usr/local/sbin/" + name} {
			if found, err := exec.LookPath(p); err == nil {
				return found, nil
			}
		}
	}
	return "", fmt.Errorf("%s is not here", names[0])
}

// process starts a program that shall listen at address, and waits until it does.
// cleanup is done when it is stopped.
func process(cmd *exec.Cmd, log io.Writer, address string, cleanup func()) (*Running, error) {
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.WaitDelay = 2 * time.Second
	if err := cmd.Start(); err != nil {
		cleanup()
		return nil, err
	}
	dead := make(chan struct{})
	go func() { cmd.Wait(); close(dead) }()
	r := &Running{Address: address, Dead: dead, Stop: func() {
		syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM)
		select {
		case <-dead:
		case <-time.After(3 * time.Second):
		}
		syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // and whom it left behind
		<-dead
		cleanup()
	}}
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if c, err := net.Dial("tcp", address); err == nil {
			c.Close()
			return r, nil
		}
		if r.dead() || time.Now().After(end) {
			r.Stop()
			return nil, fmt.Errorf("%s does not listen", cmd.Path)
		}
	}
}

// command is a peer that is one command. In its arguments and files, PORT,
// ORIGIN, ORIGINPORT, DIR, PEERS and CACHE stand for what they are here: DIR a folder of its
// own with the files given, PEERS this one, CACHE that of what was fetched. A
// file is given as name, text.
func command(names []string, args []string, files ...string) func(io.Writer, string) (*Running, error) {
	return func(log io.Writer, origin string) (*Running, error) {
		name, err := program(names...)
		if err != nil {
			return nil, err
		}
		root, err := Root()
		if err != nil {
			return nil, err
		}
		address, port, err := freeAddress()
		if err != nil {
			return nil, err
		}
		dir, err := os.MkdirTemp("", "peer")
		if err != nil {
			return nil, err
		}
		os.Chmod(dir, 0o777) // servers give up being root
		_, originPort, _ := net.SplitHostPort(origin)
		here := strings.NewReplacer("ORIGINPORT", originPort, "ORIGIN", origin, "PORT", port, "DIR", dir,
			"PEERS", filepath.Join(root, "devserver", "peers"), "CACHE", filepath.Join(root, ".cache", "peers"))
		for i := 0; i+1 < len(files); i += 2 {
			file := filepath.Join(dir, files[i])
			os.MkdirAll(filepath.Dir(file), 0o777)
			if err := os.WriteFile(file, []byte(here.Replace(files[i+1])), 0o666); err != nil {
				return nil, err
			}
		}
		var given []string
		for _, a := range args {
			given = append(given, here.Replace(a))
		}
		cmd := exec.Command(name, given...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), here.Replace("NODE_PATH=CACHE/npm/node_modules"))
		return process(cmd, log, address, func() { os.RemoveAll(dir) })
	}
}

// saysVersion runs a command, and takes the version from what it says.
func saysVersion(names []string, args ...string) func() (string, error) {
	return func() (string, error) {
		name, err := program(names...)
		if err != nil {
			return "", err
		}
		out, err := exec.Command(name, args...).CombinedOutput()
		if v := regexp.MustCompile(`\d+(\.\d+)+`).Find(out); v != nil {
			return string(v), nil
		}
		return "", fmt.Errorf("%s tells no version: %v %s", name, err, bytes.TrimSpace(out))
	}
}

// npm tells the version of a package that setup.sh fetched.
func npm(name string) func() (string, error) {
	return func() (string, error) {
		root, err := Root()
		if err != nil {
			return "", err
		}
		data, err := os.ReadFile(filepath.Join(root, ".cache", "peers", "npm", "node_modules", name, "package.json"))
		if err != nil {
			return "", fmt.Errorf("%s is not here: devserver/peers/setup.sh fetches it", name)
		}
		var p struct{ Version string }
		err = json.Unmarshal(data, &p)
		return p.Version, err
	}
}

// Programs with more than one name.
var (
	node   = []string{"node", "nodejs"}
	python = []string{"/usr/bin/python3", "python3"} // the system's, which has the system's packages
)

func script(language []string, file string) func(io.Writer, string) (*Running, error) {
	return command(language, []string{"PEERS/" + file, "PORT"})
}
