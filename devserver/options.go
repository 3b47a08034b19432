package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
	"syscall"

	"handshake101/devserver/internal/app"
	"handshake101/devserver/internal/guard"
	"handshake101/devserver/internal/lan"
	"handshake101/devserver/internal/limits"
	"handshake101/devserver/internal/metrics"
	"handshake101/devserver/internal/send"
)

// options are what the flags say.
type options struct {
	addr, tlsAddr     string
	open, tls, lan    bool
	certFile, keyFile string
	targets           list
	origins           list
	names             list
	metrics, jsonLog  bool
	limits            limits.Limits
	counters          *metrics.Metrics
}

// list is a flag that may be given again and again.
type list []string

func (l *list) String() string     { return strings.Join(*l, ",") }
func (l *list) Set(s string) error { *l = append(*l, s); return nil }

func readOptions(args []string, stderr io.Writer) (*options, error) {
	o := &options{limits: limits.Default()}
	f := flag.NewFlagSet("devserver", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.StringVar(&o.addr, "addr", "127.0.0.1:8101", "`host:port` to listen on; port 0 picks a free one")
	f.BoolVar(&o.open, "open", false, "open the page in the default browser")
	f.BoolVar(&o.lan, "lan", false, "listen on all of this machine's addresses: everybody on your network may use it")
	f.BoolVar(&o.tls, "tls", false, "serve https and wss too, with HTTP/2, on the next port; and with HTTP/1.1 only on the one after")
	f.StringVar(&o.tlsAddr, "tls-addr", "", "`host:port` for -tls")
	f.StringVar(&o.certFile, "cert", "", "`file` with the certificate for -tls, in PEM; one is made if there is none")
	f.StringVar(&o.keyFile, "key", "", "`file` with its key")
	f.Var(&o.targets, "target", "`host:port` that requests may be sent to, besides this server; may be given again")
	f.Var(&o.origins, "allow-origin", "`origin` of a site that may embed the page and use the lab; may be given again")
	f.Var(&o.names, "name", "host `name` that the server goes by, for one behind a proxy; may be given again")
	f.BoolVar(&o.metrics, "metrics", false, "serve Prometheus metrics at /metrics")
	f.BoolVar(&o.jsonLog, "log-json", false, "write the log as JSON lines")
	o.limits.Flags(f)
	if err := f.Parse(args); err != nil {
		return nil, err
	}
	switch {
	case f.NArg() > 0:
		return nil, fmt.Errorf("unexpected argument %q: there are only flags", f.Arg(0))
	case (o.certFile == "") != (o.keyFile == ""):
		return nil, errors.New("-cert and -key go together")
	}
	o.tls = o.tls || o.tlsAddr != "" || o.certFile != ""
	return o, nil
}

// doors are the listeners.
type doors struct{ plain, secure, twin net.Listener }

func (d *doors) close() {
	for _, l := range []net.Listener{d.plain, d.secure, d.twin} {
		if l != nil {
			l.Close()
		}
	}
}

// room lists the addresses at which others on the network find the server.
func (d *doors) room() []string { return addressesOf("http", d.plain) }

// addressesOf are those of one door; none for no door.
func addressesOf(scheme string, l net.Listener) (list []string) {
	addresses, err := lan.Addresses()
	if err != nil || l == nil {
		return nil
	}
	for _, a := range addresses {
		list = append(list, scheme+"://"+net.JoinHostPort(a.String(), strconv.Itoa(l.Addr().(*net.TCPAddr).Port))+"/")
	}
	return list
}

// listen opens the doors. The ports for TLS follow that of the plain one.
func (o *options) listen() (*doors, error) {
	d := new(doors)
	host, _, err := net.SplitHostPort(o.addr)
	if err != nil {
		return nil, err
	}
	if o.lan {
		_, port, _ := net.SplitHostPort(o.addr)
		host, o.addr = "", net.JoinHostPort("", port)
	}
	d.plain, err = net.Listen("tcp", o.addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("%w: is it running already? -addr 127.0.0.1:0 picks a free port", err)
	} else if err != nil || !o.tls {
		return d, err
	}
	next := d.plain.Addr().(*net.TCPAddr).Port + 1
	if strings.HasSuffix(o.addr, ":0") {
		next = 0
	}
	if o.tlsAddr == "" {
		o.tlsAddr = net.JoinHostPort(host, strconv.Itoa(next))
	} else if host, _, err = net.SplitHostPort(o.tlsAddr); err != nil {
		d.close()
		return nil, fmt.Errorf("-tls-addr: %w", err)
	}
	if d.secure, err = net.Listen("tcp", o.tlsAddr); err != nil {
		d.close()
		return nil, err
	}
	after := 0
	if !strings.HasSuffix(o.tlsAddr, ":0") {
		after = d.secure.Addr().(*net.TCPAddr).Port + 1
	}
	if d.twin, err = net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(after))); err != nil {
		d.twin, err = net.Listen("tcp", net.JoinHostPort(host, "0")) // nobody needs to know its number
	}
	if err != nil {
		d.close()
		return nil, err
	}
	return d, nil
}

// config makes of the options what the server wants.
func (o *options) config(ctx context.Context, d *doors) (*app.Config, error) {
	c := &app.Config{Limits: o.limits, Guard: guard.ForAddress(o.addr), Secure: d.secure, SecureTwin: d.twin}
	for _, l := range []net.Listener{d.plain, d.secure, d.twin} {
		if l != nil {
			c.Guard.Ports = append(c.Guard.Ports, l.Addr().(*net.TCPAddr).Port)
		}
	}
	for _, name := range o.names {
		c.Guard.Names = append(c.Guard.Names, strings.ToLower(name))
	}
	if o.lan {
		c.LAN = d.room()
		if name, err := os.Hostname(); err == nil && name != "" {
			name = strings.ToLower(name)
			c.Guard.Names = append(c.Guard.Names, name, name+".local")
		}
	}
	for _, origin := range o.origins {
		if err := c.Guard.Allow(origin); err != nil {
			return nil, err
		}
	}
	var err error
	if c.Targets, err = send.Resolve(ctx, o.targets); err != nil {
		return nil, err
	}
	if o.certFile != "" {
		pair, err := tls.LoadX509KeyPair(o.certFile, o.keyFile)
		if err != nil {
			return nil, err
		}
		if pair.Leaf == nil {
			if pair.Leaf, err = x509.ParseCertificate(pair.Certificate[0]); err != nil {
				return nil, err
			}
		}
		c.Certificate = &pair
	}
	if o.metrics {
		o.counters = metrics.New()
		c.Watch, c.Metrics = o.counters, o.counters.Handler()
	}
	return c, nil
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "127.0.0.1"
	}
	return u.Hostname()
}
