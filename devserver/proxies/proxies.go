// Package proxies holds examples of configurations for servers that stand in
// front of the lab: for each the one that people get wrong, the right one, and
// for two of them several instances behind one address. The page shows them,
// and the tests run them in the real programs.
package proxies

import (
	"embed"
	"path"
)

//go:embed nginx apache haproxy
var files embed.FS

// Example is what the page shows of one program.
type Example struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	File    string `json:"file"` // where such lines are usually put
	Wrong   string `json:"wrong"`
	Right   string `json:"right"`
	Balance string `json:"balance,omitempty"`
}

// Examples lists all.
func Examples() []Example {
	all := []Example{
		{ID: "nginx", Name: "nginx", File: "/etc/nginx/conf.d/lab.conf"},
		{ID: "apache", Name: "Apache httpd", File: "/etc/apache2/sites-enabled/lab.conf"},
		{ID: "haproxy", Name: "HAProxy", File: "/etc/haproxy/haproxy.cfg"},
	}
	for i := range all {
		e := &all[i]
		ending := path.Ext(e.File)
		e.Wrong, e.Right, e.Balance = read(e.ID, "wrong"+ending), read(e.ID, "right"+ending), read(e.ID, "balance"+ending)
	}
	return all
}

// read gives a file that is there, or nothing.
func read(id, name string) string {
	b, err := files.ReadFile(path.Join(id, name))
	if err != nil {
		return ""
	}
	return string(b)
}
