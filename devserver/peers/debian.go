package peers

import (
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// Peers that tell no version of their own, or that Debian packs in its own way.

// packaged tells the version of a Debian package.
func packaged(name string) (string, error) {
	out, err := exec.Command("dpkg-query", "-W", "-f", "${Version}", name).Output()
	if v := regexp.MustCompile(`\d+(\.\d+)+`).Find(out); err == nil && v != nil {
		return string(v), nil
	}
	return "", fmt.Errorf("%s is not installed", name)
}

func lwsVersion() (string, error)        { return packaged("libwebsockets-test-server") }
func websocketdVersion() (string, error) { return packaged("websocketd") }

// Debian has cowboy only inside rabbitmq-server; setup.sh takes it out of there.
func cowboyApps() ([]string, error) {
	root, err := Root()
	if err != nil {
		return nil, err
	}
	apps, _ := filepath.Glob(filepath.Join(root, ".cache", "peers", "cowboy", "*", "ebin"))
	if apps == nil {
		return nil, fmt.Errorf("cowboy is not here: devserver/peers/setup.sh fetches it")
	}
	return apps, nil
}

func cowboyVersion() (string, error) {
	apps, err := cowboyApps()
	for _, a := range apps {
		if _, v, ok := strings.Cut(filepath.Base(filepath.Dir(a)), "cowboy-"); ok {
			return v, nil
		}
	}
	return "", err
}

func cowboy(log io.Writer, origin string) (*Running, error) {
	apps, err := cowboyApps()
	if err != nil {
		return nil, err
	}
	compile := "erlc -o DIR PEERS/erlang/cowboy_echo.erl && exec erl -noshell -kernel logger_level none -pa DIR " + strings.Join(apps, " ") + " -s cowboy_echo -extra PORT"
	return command([]string{"sh"}, []string{"-c", compile})(log, origin)
}
