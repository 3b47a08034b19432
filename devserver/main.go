// Devserver serves Handshake 101 on one port: the page, and the live lab that
// answers real upgrades and records them byte for byte.
//
//	go run ./devserver [-addr 127.0.0.1:8101] [-open]
//
// It builds nothing: `make run` builds the page's program first.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"syscall"

	"handshake101/devserver/internal/app"
	"handshake101/devserver/internal/guard"
	"handshake101/devserver/internal/limits"
	"handshake101/devserver/internal/static"
)

func main() {
	stop, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	if err := run(stop, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "devserver:", err)
		}
		os.Exit(1)
	}
}

// run serves until stop is done. It prints one line to stdout, the address,
// and logs to stderr.
func run(stop context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("devserver", flag.ContinueOnError)
	flags.SetOutput(stderr)
	addr := flags.String("addr", "127.0.0.1:8101", "`host:port` to listen on; port 0 picks a free one")
	open := flags.Bool("open", false, "open the page in the default browser")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q: there are only flags", flags.Arg(0))
	}
	log := slog.New(slog.NewTextHandler(stderr, nil))

	languages, err := readLanguages()
	if err != nil {
		return err
	}
	page, err := newPage(languages)
	if err != nil {
		return err
	}
	if !page.Has("/" + static.Program) {
		log.Warn("the page's program is not built: the page can be read, but nothing on it moves; `make run` builds it", "missing", static.Program)
	}
	l, err := net.Listen("tcp", *addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("%w: is it running already? -addr 127.0.0.1:0 picks a free port", err)
	} else if err != nil {
		return err
	}
	bounds := limits.Default()
	server, err := app.New(app.Config{Limits: bounds, Page: page, Languages: languages, Guard: guard.ForAddress(*addr), Log: log}, l)
	if err != nil {
		return err
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve() }()
	fmt.Fprintf(stdout, "Handshake 101 is on %s\n", server.URL())
	if *open {
		if err := openBrowser(server.URL()); err != nil {
			log.Warn("cannot open a browser", "error", err)
		}
	}

	select {
	case err := <-served:
		return err
	case <-stop.Done():
	}
	log.Info("stopping", "connections", server.Open(), "within", bounds.Drain)
	ctx, cancel := context.WithTimeout(context.Background(), bounds.Drain)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		log.Warn("some connections were closed without a goodbye", "error", err)
	}
	return <-served
}

// openBrowser asks the desktop to open an address.
func openBrowser(url string) error {
	name, args := "xdg-open", []string{url}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", url}
	}
	cmd := exec.Command(name, args...)
	if err := cmd.Start(); err != nil {
		return err
	}
	go cmd.Wait()
	return nil
}
