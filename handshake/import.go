package handshake

import "strings"

// What people have at hand when a handshake fails is seldom its bytes: it is
// what a tool shows of them. ReadImport makes an exchange of that again and says
// what the tool left out. A format is one row of importFormats and one function;
// rows do not know each other, and a test holds that no sample is claimed by two.

// Import is what was made of a text.
type Import struct {
	Format *ImportFormat
	All    []Exchange // in the order of the text; a message that is not there is nil
	Best   int        // the one that asks for an Upgrade
	Lost   []*Text    // what such a text cannot show
	Odd    []Odd      // lines that were not understood: they are in no message
	Policy *Policy    // of a case file
	Words  string     // of an error message, to be looked up

	lines []string
	exact bool    // the bytes stand in the text: nothing is put in
	heads [2]bool // whose head has ended, so that no second end is put in
}

// Odd is a line that was not understood.
type Odd struct {
	Line int // from 1
	Got  string
	Want *Text
}

// ImportFormat is one form in which exchanges come.
type ImportFormat struct {
	ID    string
	Name  Text
	claim func(im *Import, text string) bool
	read  func(im *Import, text string)
}

// importFormats are asked in this order. The last three take what is left: what begins
// like a message, what holds one, what only speaks of one.
var importFormats = []ImportFormat{
	{"case", Text{"import.case", "a case file"}, claimCase, readCase},
	{"har", Text{"import.har", "a HAR archive"}, claimHAR, readHAR},
	{"curl-verbose", Text{"import.curl-verbose", "the output of curl -v"}, claimVerbose, readVerbose},
	{"curl-trace", Text{"import.curl-trace", "the output of curl --trace"}, claimTrace, readTrace},
	{"curl", Text{"import.curl", "a curl command"}, claimCommand, readCommand},
	{"script", Text{"import.script", "a line of JavaScript"}, claimScript, readScript},
	{"follow", Text{"import.follow", "a stream that Wireshark follows"}, claimFollow, readFollow},
	{"packets", Text{"import.packets", "captured packets"}, claimPackets, readPackets},
	{"hex", Text{"import.hex", "a hex dump"}, claimHex, readHex},
	{"values", Text{"import.values", "fields as a program prints them"}, claimValues, readValues},
	{"tree", Text{"import.tree", "a packet as Wireshark shows it"}, claimTree, readTree},
	{"pane", Text{"import.pane", "fields copied from a browser’s tools"}, claimPane, readPane},
	{"raw", Text{"import.raw", "messages as they are"}, claimRaw, readRaw},
	{"log", Text{"import.log", "messages among other lines"}, claimLog, readLog},
	{"words", Text{"import.words", "an error message or a line of a log"}, claimWords, readWords},
}

// ImportFormats lists all formats.
func ImportFormats() []ImportFormat { return importFormats }

var (
	lostOrder    = Text{"import.lost.order", "It shows the fields in an order of its own, and may change the case of their names or join fields that came twice."}
	lostEnds     = Text{"import.lost.ends", "It does not show how lines end: each got CR LF."}
	lostBlank    = Text{"import.lost.blank", "The empty line that ends a head was not in the text. It was put in."}
	lostStart    = Text{"import.lost.start", "The first line of the message was not in the text. A usual one stands in for it."}
	lostKey      = Text{"import.lost.key", "Each run draws a new key: the key of RFC 6455’s example stands in for it."}
	lostAdded    = Text{"import.lost.added", "The program adds fields of its own when it runs, such as User-Agent. Only what the text says is here."}
	lostBrowser  = Text{"import.lost.browser", "A browser adds Origin, Host, a key and more by itself. Only what the text says is here."}
	lostMask     = Text{"import.lost.mask", "It shows what frames say, not their bytes: they are written again, uncompressed and with a masking key of zeros."}
	lostDots     = Text{"import.lost.dots", "It writes dots for bytes that are no letters, so what was sent after the switch is left out. Save the stream as “Raw” or “Hex Dump” instead."}
	lostHost     = Text{"import.lost.host", "Host is not among the fields: some programs keep it elsewhere. server.example.com stands in for it."}
	lostOffer    = Text{"import.lost.offer", "The answer is a 101, but the fields that asked for it are not in the text: the program adds them where its log does not see them."}
	lostRequest  = Text{"import.lost.request", "There is no request in it, so Accept cannot be checked against a key."}
	lostResponse = Text{"import.lost.response", "There is no answer in it."}

	wantLine  = Text{"import.want.line", "a line of such a text"}
	wantField = Text{"import.want.field", "a field line, “Name: value”"}
	wantHex   = Text{"import.want.hex", "bytes as pairs of hex digits"}
	wantCurl  = Text{"import.want.option", "an option of curl that changes the request"}
	wantPipe  = Text{"import.want.pipe", "bytes after the switch, which this form does not show"}
)

// Recognise names the format of a text, nil for none.
func Recognise(text string) *ImportFormat {
	im := &Import{lines: splitLines(text)}
	for i := range importFormats {
		if importFormats[i].claim(im, text) {
			return &importFormats[i]
		}
	}
	return nil
}

// ReadImport takes a text apart; nil for one of no known format.
func ReadImport(text string) *Import {
	f := Recognise(text)
	if f == nil {
		return nil
	}
	im := &Import{Format: f, lines: splitLines(text)}
	f.read(im, text)
	im.finish()
	return im
}

// ImportFormatByID finds a format, or returns nil.
func ImportFormatByID(id string) *ImportFormat {
	for i := range importFormats {
		if importFormats[i].ID == id {
			return &importFormats[i]
		}
	}
	return nil
}

// splitLines splits at LF; what a progress meter wrote over is not there, nor
// the CR of a CR LF.
func splitLines(text string) []string {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		l = strings.TrimSuffix(l, "\r")
		lines[i] = l[strings.LastIndexByte(l, '\r')+1:]
	}
	return lines
}

// first is the first line that is not blank.
func (im *Import) first() string {
	for _, l := range im.lines {
		if l = strings.TrimSpace(l); l != "" {
			return l
		}
	}
	return ""
}

// last is the exchange that is being filled.
func (im *Import) last() *Exchange {
	if len(im.All) == 0 {
		im.next()
	}
	return &im.All[len(im.All)-1]
}

// next begins another exchange.
func (im *Import) next() {
	im.All = append(im.All, Exchange{})
	im.heads = [2]bool{}
}

// say adds bytes of a side.
func (im *Import) say(side Side, data string) {
	ex := im.last()
	if side == FromServer {
		if ex.Response == nil {
			ex.Early = len(ex.Request)
		}
		ex.Response = append(ex.Response, data...)
	} else {
		ex.Request = append(ex.Request, data...)
	}
}

// line adds a line of a head; the empty one ends it. A request after an answer
// is the next exchange.
func (im *Import) line(side Side, text string) {
	if text == "" {
		if ex := im.last(); len(ex.of(side)) == 0 || im.heads[side] {
			return
		}
		im.heads[side] = true
	} else if im.heads[side] || isStartLine(text) && len(im.last().of(side)) > 0 || side == FromClient && len(im.last().Response) > 0 {
		if side == FromServer && im.heads[side] && beginsWith(im.last().Response, "HTTP/1.1 1") && !switched(im.last().Response) {
			im.heads[side] = false // an interim answer: the final one follows
		} else {
			im.next()
		}
	}
	im.say(side, text+"\r\n")
}

// sayHost adds the field Host to a request whose text has none; "" is not known.
func (im *Import) sayHost(host string) {
	if host == "" {
		host = "server.example.com"
		im.lose(&lostHost)
	}
	im.say(FromClient, "Host: "+host+"\r\n")
}

func (ex *Exchange) of(side Side) []byte {
	if side == FromServer {
		return ex.Response
	}
	return ex.Request
}

func (im *Import) odd(i int, want *Text) {
	if len(im.Odd) < 100 {
		im.Odd = append(im.Odd, Odd{i + 1, im.lines[i], want})
	}
}

func (im *Import) lose(what ...*Text) {
	for _, t := range what {
		have := false
		for _, l := range im.Lost {
			have = have || l == t
		}
		if !have {
			im.Lost = append(im.Lost, t)
		}
	}
}

// finish ends heads that the text left open and chooses what is looked at.
func (im *Import) finish() {
	for i := range im.All {
		ex := &im.All[i]
		for _, side := range [...]Side{FromClient, FromServer} {
			b := ex.of(side)
			if len(b) == 0 {
				continue
			}
			if _, whole := HeadEnd(b); !whole && !im.exact {
				im.lose(&lostBlank)
				end := "\r\n"
				if b[len(b)-1] != '\n' {
					end = "\r\n\r\n"
				}
				if side == FromClient {
					ex.Request = append(b, end...)
				} else {
					ex.Response = append(b, end...)
				}
			}
		}
	}
	best := -1
	for i := range im.All {
		ex := &im.All[i]
		score := len(im.All) - i
		if m := ParseRequest(ex.Request); m != nil && m.has(UpgradeField) {
			score += 1000
		}
		if m := ParseResponse(ex.Response); m != nil && m.Status() == 101 {
			score += 1000
		}
		if score > best {
			im.Best, best = i, score
		}
	}
	if best >= 0 && im.Format.ID != "case" {
		if im.All[im.Best].Request == nil {
			im.lose(&lostRequest)
		} else if im.All[im.Best].Response == nil {
			im.lose(&lostResponse)
		} else if m := ParseRequest(im.All[im.Best].Request); switched(im.All[im.Best].Response) && m.Form == HTTP1 && !m.has(UpgradeField) {
			im.lose(&lostOffer)
		}
	}
}

// isStartLine tells the first line of a request or a response, or of the field
// section that stands for one in HTTP/2.
func isStartLine(s string) bool {
	if strings.HasPrefix(s, ":method") || strings.HasPrefix(s, ":status") || isStatusLine(s) {
		return true
	}
	i := strings.LastIndex(s, " HTTP/")
	method, _, _ := strings.Cut(s, " ")
	return i >= len(method) && isToken([]byte(method)) && len(s) < i+12 && !strings.Contains(s[i:], `"`)
}

func isStatusLine(s string) bool {
	return strings.HasPrefix(s, "HTTP/") && len(s) > 6 && isDigit(s[5])
}

// isFieldLine tells "Name: value"; names of HTTP/2 may begin with a colon.
func isFieldLine(s string) bool {
	name, _, ok := strings.Cut(strings.TrimPrefix(s, ":"), ":")
	return ok && isToken([]byte(name))
}

// sideOfStart tells whose start line it is.
func sideOfStart(s string) Side {
	if isStatusLine(s) || strings.HasPrefix(s, ":status") {
		return FromServer
	}
	return FromClient
}
