//go:build unix

package pipe

import "syscall"

const canWait = true

// ReadNow takes what lies ready on a socket, without waiting. The socket's
// deadline must not have passed.
func ReadNow(raw syscall.RawConn, b []byte) (n int) {
	raw.Read(func(fd uintptr) bool {
		var err error
		for n, err = syscall.Read(int(fd), b); err == syscall.EINTR; n, err = syscall.Read(int(fd), b) {
		}
		return true
	})
	return max(n, 0)
}

// try is RawConn's read function: it takes what there is, or asks to be called
// again when there is something.
func (w *Waiter) try(fd uintptr) bool {
	for {
		w.n, w.err = syscall.Read(int(fd), w.pipe.small[:])
		switch w.err {
		case syscall.EINTR:
			continue
		case syscall.EAGAIN:
			return false
		}
		return true
	}
}
