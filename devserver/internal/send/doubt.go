package send

import (
	"crypto/x509"
	"errors"
	"strings"
	"time"
)

// doubt is what is wrong with a certificate, as an event that the page has words
// for. A browser refuses a server like that, and does not say why to the page.
type doubt struct{ what, text string }

func doubtOf(c *x509.Certificate, err error) doubt {
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	var unknown x509.UnknownAuthorityError
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return doubt{"cert-time", c.NotBefore.UTC().Format(time.DateOnly) + " … " + c.NotAfter.UTC().Format(time.DateOnly)}
	case errors.As(err, &name):
		return doubt{"cert-name", namesOf(c)}
	case errors.As(err, &unknown):
		return doubt{"cert-unknown", c.Issuer.String()}
	}
	return doubt{"cert-bad", err.Error()}
}

// mostNames is how many names of a certificate are told.
const mostNames = 5

// namesOf are the names that a certificate is for.
func namesOf(c *x509.Certificate) string {
	names := append([]string(nil), c.DNSNames...)
	for _, ip := range c.IPAddresses {
		names = append(names, ip.String())
	}
	if len(names) == 0 {
		return c.Subject.String()
	}
	if len(names) > mostNames {
		names = append(names[:mostNames], "…")
	}
	return strings.Join(names, ", ")
}
