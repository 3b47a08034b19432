package browsertest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

var screenshots = flag.String("screenshots", "", "write pictures of the page into this `folder`")

// TestScreenshots writes pictures for people to look at (make screenshots). It
// judges nothing, so without a folder there is nothing to do.
func TestScreenshots(t *testing.T) {
	if *screenshots == "" {
		return
	}
	if err := os.MkdirAll(*screenshots, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, lang := range []struct{ name, path string }{{"en", ""}, {"ja", "ja/"}} {
		for _, dark := range []bool{false, true} {
			for _, width := range []int64{1280, 768, 360} {
				scheme := map[bool]string{false: "light", true: "dark"}[dark]
				p := open(t, how{path: lang.path, dark: dark, width: width, height: 900})
				for _, preset := range []string{"websocket", "broken-websocket"} {
					p.preset(preset)
					p.frame()
					picture, err := chromedp.Run(p.short(), chromedp.FullScreenshot(100))
					if err != nil {
						t.Fatal(err)
					}
					name := fmt.Sprintf("%s-%s-%s-%d.png", preset, lang.name, scheme, width)
					if err := os.WriteFile(filepath.Join(*screenshots, name), picture, 0o644); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	}
}
