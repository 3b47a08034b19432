package peers

import (
	"fmt"
	"io"
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
