package peers

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// javaServer runs one of the sources in java/ with the jars that a pattern finds.
func javaServer(source string, jars ...string) func(io.Writer, string) (*Running, error) {
	return func(log io.Writer, origin string) (*Running, error) {
		list := findJars(jars)
		if list == nil {
			return nil, fmt.Errorf("no jar matches %s", jars)
		}
		return command([]string{"java"}, []string{"-cp", strings.Join(list, ":"), "PEERS/java/" + source, "PORT", "DIR"})(log, origin)
	}
}

// javaClient compiles one of the clients in java/, and lets it open WebSockets line
// by line.
func javaClient(class string, jars ...string) func(io.Writer, string) (*Running, error) {
	return func(log io.Writer, origin string) (*Running, error) {
		list := findJars(jars)
		if list == nil && jars != nil {
			return nil, fmt.Errorf("no jar matches %s", jars)
		}
		dir, err := os.MkdirTemp("", "peer")
		if err != nil {
			return nil, err
		}
		path := strings.Join(append(list, dir), ":")
		build := fmt.Sprintf("javac -cp %s -d %s PEERS/java/Lines.java PEERS/java/%s.java && exec java -cp %s %s", path, dir, class, path, class)
		r, err := lineClient([]string{"sh"}, "-c", build)(log, origin)
		if err != nil {
			os.RemoveAll(dir)
			return nil, err
		}
		stop := r.Stop
		r.Stop = func() { stop(); os.RemoveAll(dir) }
		return r, nil
	}
}

func findJars(patterns []string) (list []string) {
	for _, p := range patterns {
		found, _ := filepath.Glob("/usr/share/java/" + p)
		list = append(list, found...)
	}
	return list
}

// jarVersion takes a version from the name of a jar.
func jarVersion(pattern string) func() (string, error) {
	return func() (string, error) {
		for _, jar := range findJars([]string{pattern}) {
			if v := regexp.MustCompile(`-(\d+(\.\d+)+[^/]*)\.jar$`).FindStringSubmatch(jar); v != nil {
				return v[1], nil
			}
		}
		return "", fmt.Errorf("no %s in /usr/share/java", pattern)
	}
}
