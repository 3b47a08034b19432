package handshake

// Field is a field of the table that the handshake knows; all others are
// UnknownField.
type Field uint8

// The fields of the handshake, in the order of the table below.
const (
	UnknownField Field = iota
	HostField
	ConnectionField
	UpgradeField
	KeyField
	AcceptField
	WSVersionField
	ProtocolField
	ExtensionsField
	OriginField
	ContentLengthField
	TransferEncodingField
	ExpectField
	HTTP2SettingsField
	CapsuleProtocolField
	StreamProtocolVersionField
	Key1Field
	Key2Field
	CookieField
	SetCookieField
	AuthorizationField
	ProxyAuthorizationField
	WWWAuthenticateField
	UserAgentField
	AcceptHeaderField
	AcceptEncodingField
	AcceptLanguageField
	CacheControlField
	PragmaField
	SecFetchDestField
	SecFetchModeField
	SecFetchSiteField
	RefererField
	LocationField
	ContentTypeField
	DateField
	ServerField
	AllowField
	RetryAfterField
	KeepAliveField
	ProxyConnectionField
	TEField
	TrailerField
	ViaField
	ForwardedField
	XForwardedForField
	XForwardedProtoField
	AccessControlAllowOriginField
	VaryField
	StrictTransportSecurityField
	AltSvcField
	PseudoMethodField
	PseudoSchemeField
	PseudoAuthorityField
	PseudoPathField
	PseudoProtocolField
	PseudoStatusField
	fieldCount
)

// syntax tells how a value is taken apart into leaf spans.
type syntax uint8

const (
	plainValue     syntax = iota
	tokenValue            // one token
	tokenList             // list of tokens
	protocolList          // list of protocol-name["/"version]
	extensionsList        // list of extension *( ; param [= value] )
)

// fieldInfo is what the page says of a field that is right.
type fieldInfo struct {
	name   string // as its specification writes it
	syntax syntax
	hop    bool // hop-by-hop: a proxy takes it away (RFC 9110 §7.6.1)
	cite   Cite
	about  Text // what it is and why it is there
}

// FieldInfo is the public view of a row of the table.
type FieldInfo struct {
	Name  string
	Hop   bool
	Cite  Cite
	About *Text
}

// Info gives the row of a field; the zero value for UnknownField.
func (f Field) Info() FieldInfo {
	if f == UnknownField || f >= fieldCount {
		return FieldInfo{}
	}
	i := &fieldTable[f]
	return FieldInfo{i.name, i.hop, i.cite, &i.about}
}

// FieldNames lists the names of all fields of the table.
func FieldNames() []string {
	names := make([]string, 0, fieldCount-1)
	for f := Field(1); f < fieldCount; f++ {
		names = append(names, fieldTable[f].name)
	}
	return names
}

// fieldOf looks a name up, ASCII case apart.
func fieldOf(name []byte) Field {
	if len(name) < 2 {
		return UnknownField // no name of the table is shorter than TE
	}
	for f := Field(1); f < fieldCount; f++ {
		if foldEqual(name, fieldTable[f].name) {
			return f
		}
	}
	return UnknownField
}
