package handshake

// Apply makes the edit of a fix and returns the new exchange; the old one stays
// as it is.
func Apply(ex Exchange, f *Fix) Exchange {
	if f.Side == FromServer {
		ex.Response = replace(ex.Response, f)
		return ex
	}
	before := len(ex.Request)
	ex.Request = replace(ex.Request, f)
	if f.Start < ex.Early { // what was sent later moves nothing
		ex.Early = max(0, ex.Early+len(ex.Request)-before)
	}
	return ex
}

func replace(b []byte, f *Fix) []byte {
	start, end := min(f.Start, len(b)), min(f.End, len(b))
	out := make([]byte, 0, len(b)+len(f.Replace))
	out = append(append(out, b[:start]...), f.Replace...)
	return append(out, b[end:]...)
}
