package peers

import (
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"time"
)

// Each proxy is told to pass WebSocket on, as its documentation shows it.

var nginx = command([]string{"nginx"}, []string{"-p", "DIR", "-e", "stderr", "-c", "DIR/conf"}, "conf", `
daemon off; master_process off; pid DIR/pid; error_log stderr info; events {}
http {
  access_log off;
  client_body_temp_path DIR; proxy_temp_path DIR; fastcgi_temp_path DIR; uwsgi_temp_path DIR; scgi_temp_path DIR;
  map $http_upgrade $connection_upgrade { default upgrade; '' close; }
  server {
    listen 127.0.0.1:PORT;
    location / {
      proxy_pass http://ORIGIN;
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
    }
  }
}
`)

var apache = command([]string{"apache2", "httpd"}, []string{"-DFOREGROUND", "-d", "DIR", "-f", "DIR/conf"}, "conf", `
ServerName localhost
ServerRoot DIR
PidFile DIR/pid
ErrorLog /dev/stderr
LogLevel info
DefaultRuntimeDir DIR
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule proxy_module /usr/lib/apache2/modules/mod_proxy.so
LoadModule proxy_http_module /usr/lib/apache2/modules/mod_proxy_http.so
<IfModule unixd_module>
  User nobody
  Group nogroup
</IfModule>
Listen 127.0.0.1:PORT
ProxyPreserveHost On
ProxyPass / http://ORIGIN/ upgrade=websocket
`)

var haproxy = command([]string{"haproxy"}, []string{"-db", "-f", "DIR/conf"}, "conf", `
defaults
  mode http
  timeout connect 5s
  timeout client 20s
  timeout server 20s
  timeout tunnel 20s
frontend web
  bind 127.0.0.1:PORT
  default_backend origin
backend origin
  server one ORIGIN
`)

var varnish = command([]string{"varnishd"}, []string{"-F", "-j", "none", "-a", "127.0.0.1:PORT", "-f", "DIR/vcl", "-n", "DIR/work", "-s", "malloc,32m"}, "vcl", `
vcl 4.1;
backend default { .host = "127.0.0.1"; .port = "ORIGINPORT"; }
sub vcl_recv {
  if (req.http.Upgrade ~ "(?i)websocket") { return (pipe); }
  return (pass);
}
sub vcl_pipe {
  if (req.http.Upgrade) {
    set bereq.http.Upgrade = req.http.Upgrade;
    set bereq.http.Connection = req.http.Connection;
  }
}
`)

var lighttpd = command([]string{"lighttpd"}, []string{"-D", "-f", "DIR/conf"}, "conf", `
server.document-root = "DIR"
server.bind = "127.0.0.1"
server.port = PORT
server.modules = ( "mod_proxy" )
server.errorlog = "/dev/stderr"
proxy.server = ( "" => ( ( "host" => "127.0.0.1", "port" => ORIGINPORT ) ) )
proxy.header = ( "upgrade" => "enable" )
`)

var squid = command([]string{"squid"}, []string{"-N", "-f", "DIR/conf"}, "conf", `
http_port 127.0.0.1:PORT accel vhost
cache_peer 127.0.0.1 parent ORIGINPORT 0 no-query originserver name=origin
cache_peer_access origin allow all
http_upgrade_request_protocols websocket allow all
http_access allow all
cache deny all
pid_filename DIR/pid
access_log none
cache_log /dev/stderr
coredump_dir DIR
shutdown_lifetime 0 seconds
`)

var caddy = command([]string{"caddy"}, []string{"run", "--adapter", "caddyfile", "--config", "DIR/Caddyfile"}, "Caddyfile", `
{
  admin off
  auto_https off
}
:PORT {
  bind 127.0.0.1
  reverse_proxy ORIGIN
}
`)

// goProxy is httputil.ReverseProxy.
func goProxy(w io.Writer, origin string) (*Running, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	logger := log.New(w, "", 0)
	transport := &http.Transport{DisableKeepAlives: true}
	p := &httputil.ReverseProxy{ErrorLog: logger, Transport: transport, Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(&url.URL{Scheme: "http", Host: origin})
		r.Out.Host = r.In.Host
	}}
	s := &http.Server{Handler: p, ErrorLog: logger, ReadHeaderTimeout: 20 * time.Second}
	go s.Serve(l)
	return &Running{Address: l.Addr().String(), Stop: func() { s.Close() }}, nil
}
