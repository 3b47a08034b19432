//go:build unix

package pipe

import "syscall"

const canWait = true

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
