// Devserver serves Handshake 101 on one port: the page, and the live lab that
// answers real upgrades and records them byte for byte.
//
//	go run ./devserver [-addr 127.0.0.1:8101] [-open] [-tls] [-lan] [-target host:port]
//
// It builds nothing: `make run` builds the page's program first. -help lists
// the other flags, among them every bound with its default.
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
	"handshake101/devserver/internal/lan"
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

// run serves until stop is done. It prints to stdout where it is, and logs to
// stderr.
func run(stop context.Context, args []string, stdout, stderr io.Writer) error {
	o, err := readOptions(args, stderr)
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(stderr, nil))
	if o.jsonLog {
		log = slog.New(slog.NewJSONHandler(stderr, nil))
	}
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
	doors, err := o.listen()
	if err != nil {
		return err
	}
	config, err := o.config(stop, doors)
	if err != nil {
		doors.close()
		return err
	}
	config.Page, config.Languages, config.Log = page, languages, log
	server, err := app.New(*config, doors.plain)
	if err != nil {
		doors.close()
		return err
	}
	if o.counters != nil {
		o.counters.Gauge("connections", "Connections open now.", func() float64 { return float64(server.Open()) })
		o.counters.Gauge("recordings", "Recordings kept.", func() float64 { n, _ := server.Recordings(); return float64(n) })
		o.counters.Gauge("recordings_bytes", "Bytes that recordings hold.", func() float64 { _, b := server.Recordings(); return float64(b) })
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve() }()
	announce(stdout, o, doors, server.URL())
	if o.open {
		if err := openBrowser(server.URL()); err != nil {
			log.Warn("cannot open a browser", "error", err)
		}
	}

	select {
	case err := <-served:
		return err
	case <-stop.Done():
	}
	log.Info("stopping", "connections", server.Open(), "within", o.limits.Drain)
	ctx, cancel := context.WithTimeout(context.Background(), o.limits.Drain)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		log.Warn("some connections were closed without a goodbye", "error", err)
	}
	return <-served
}

// announce says where the server is: to this machine, and to the room.
func announce(w io.Writer, o *options, d *doors, url string) {
	fmt.Fprintf(w, "Handshake 101 is on %s\n", url)
	if d.secure != nil {
		port := d.secure.Addr().(*net.TCPAddr).Port
		fmt.Fprintf(w, "With TLS and HTTP/2: https://%s/ (the browser warns of the certificate", net.JoinHostPort(hostOf(url), fmt.Sprint(port)))
		if o.certFile == "" {
			fmt.Fprint(w, ": it was made just now")
		}
		fmt.Fprintln(w, ")")
	}
	if !o.lan {
		return
	}
	room := d.room()
	if len(room) == 0 {
		fmt.Fprintln(w, "This machine has no address that others could reach.")
		return
	}
	fmt.Fprintln(w, "Everybody on your network can open, and use, it:")
	for _, address := range append(room, addressesOf("https", d.secure)...) {
		fmt.Fprintf(w, "  %s\n", address)
	}
	if code, err := lan.QR(room[0]); err == nil {
		fmt.Fprint(w, code)
	}
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
