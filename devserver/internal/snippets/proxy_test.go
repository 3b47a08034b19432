package snippets_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

func program(t *testing.T, name string) string {
	t.Helper()
	for _, p := range []string{name, "/usr/sbin/" + name} {
		if found, err := exec.LookPath(p); err == nil {
			return found
		}
	}
	t.Fatalf("%s is not here: devserver/browsertest/setup.sh, which make test runs, installs it", name)
	return ""
}

// proxy is the real program with the block in a configuration of no more than it
// needs. nginx and Apache say first what they think of it.
func proxy(t *testing.T, id, file string) *exec.Cmd {
	t.Helper()
	dir := filepath.Dir(file)
	block, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var cmd, check *exec.Cmd
	switch id {
	case "nginx":
		config := "daemon off; master_process off; pid " + dir + "/pid; error_log stderr; events {}\nhttp { access_log off;\n" +
			"client_body_temp_path " + dir + "; proxy_temp_path " + dir + "; fastcgi_temp_path " + dir + "; uwsgi_temp_path " + dir + "; scgi_temp_path " + dir + ";\n" + string(block) + "}\n"
		os.WriteFile(file, []byte(config), 0o644)
		arguments := []string{"-p", dir, "-e", "stderr", "-c", file}
		check, cmd = exec.Command(program(t, "nginx"), append(arguments, "-t")...), exec.Command(program(t, "nginx"), arguments...)
	case "apache":
		config := "ServerName localhost\nServerRoot " + dir + "\nPidFile " + dir + "/pid\nErrorLog /dev/stderr\nDefaultRuntimeDir " + dir + "\n"
		for _, m := range []string{"mpm_event", "authz_core", "proxy", "proxy_http"} {
			if file := "/usr/lib/apache2/modules/mod_" + m + ".so"; exists(file) {
				config += "LoadModule " + m + "_module " + file + "\n"
			}
		}
		if os.Getuid() == 0 {
			config += "User nobody\nGroup nogroup\n"
		}
		os.WriteFile(file, append([]byte(config), block...), 0o644)
		arguments := []string{"-d", dir, "-f", file}
		check, cmd = exec.Command(program(t, "apache2"), append(arguments, "-t")...), exec.Command(program(t, "apache2"), append(arguments, "-DFOREGROUND")...)
	case "caddy":
		os.WriteFile(file, append([]byte("{\n\tadmin off\n\tauto_https off\n}\n"), block...), 0o644)
		check = exec.Command(program(t, "caddy"), "validate", "--config", file, "--adapter", "caddyfile")
		cmd = exec.Command(program(t, "caddy"), "run", "--config", file, "--adapter", "caddyfile")
		for _, c := range []*exec.Cmd{check, cmd} {
			c.Env = append(os.Environ(), "XDG_DATA_HOME="+dir, "XDG_CONFIG_HOME="+dir)
		}
	}
	if out, err := check.CombinedOutput(); err != nil {
		t.Fatalf("%s does not take it: %v\n%s\n%s", id, err, block, out)
	}
	return cmd
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}
