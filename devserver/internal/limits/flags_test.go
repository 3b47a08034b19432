package limits

import (
	"bytes"
	"flag"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestFlags(t *testing.T) {
	l := Default()
	f := flag.NewFlagSet("x", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	l.Flags(f)
	if err := f.Parse([]string{"-max-head", "8K", "-idle-time", "90s", "-max-conns=3", "-max-recordings-bytes", "2M"}); err != nil {
		t.Fatal(err)
	}
	if l.Head != 8<<10 || l.PipeIdle != 90*time.Second || l.Conns != 3 || l.RecordingsBytes != 2<<20 {
		t.Errorf("%+v", l)
	}
	for _, bad := range []string{"-max-head=0", "-max-head=-1", "-max-head=x", "-max-conns=9999999999", "-idle-time=5", "-idle-time=-1s", "-max-head=9999999M"} {
		if err := f.Parse([]string{bad}); err == nil {
			t.Errorf("%s is accepted", bad)
		}
	}
	for d, want := range map[time.Duration]string{10 * time.Second: "10s", 10 * time.Minute: "10m", 2 * time.Hour: "2h", 90 * time.Second: "1m30s", 90 * time.Minute: "1h30m", time.Millisecond: "1ms"} {
		if got := shorter(d); got != want {
			t.Errorf("%v is written %s, want %s", d, got, want)
		}
	}
	// Every bound has a flag.
	f = flag.NewFlagSet("x", flag.ContinueOnError)
	l = Limits{}
	l.Flags(f)
	f.VisitAll(func(f *flag.Flag) {
		if f.Value.Set("7s") != nil && f.Value.Set("7") != nil {
			t.Errorf("-%s takes no value", f.Name)
		}
	})
	for v, i := reflect.ValueOf(l), 0; i < v.NumField(); i++ {
		if v.Field(i).IsZero() {
			t.Errorf("no flag sets %s", v.Type().Field(i).Name)
		}
	}
	// The help states each default.
	var help bytes.Buffer
	f = flag.NewFlagSet("x", flag.ContinueOnError)
	f.SetOutput(&help)
	l = Default()
	l.Flags(f)
	f.PrintDefaults()
	for _, want := range []string{"431 (default 64K)", "408 (default 10s)", "503 (default 12000)", "429 (default 256)", "1013 (default 2h)", "(default 64M)"} {
		if !strings.Contains(help.String(), want) {
			t.Errorf("the help lacks %q:\n%s", want, help.String())
		}
	}
}
