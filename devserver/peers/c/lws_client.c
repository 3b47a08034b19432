/* libwebsockets, as its minimal client shows it, with compression: opens one
   WebSocket, and prints a line of JSON when it is known what became of it.
   Arguments: host, port, path, subprotocols with commas, milliseconds to linger. */
#include <libwebsockets.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int over;
static char protocol[256], extensions[256], words[512];
static long linger;
static lws_sorted_usec_list_t timer;

static void put(const char *key, const char *s) {
	printf("\"%s\":\"", key);
	for (; *s; s++) {
		if (*s == '"' || *s == '\\') putchar('\\');
		if ((unsigned char)*s >= ' ') putchar(*s);
	}
	putchar('"');
}

static void tell(int opened, int ended) {
	printf("{\"state\":\"%s\",\"ended\":%s,", opened ? "opens" : "fails", ended ? "true" : "false");
	put("protocol", protocol); putchar(',');
	put("extensions", extensions); putchar(',');
	put("words", words); puts("}");
	fflush(stdout);
	exit(0);
}

static void lingered(lws_sorted_usec_list_t *t) { tell(1, 0); }

static int callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t len) {
	switch (reason) {
	case LWS_CALLBACK_CLIENT_CONNECTION_ERROR:
		snprintf(words, sizeof words, "%s", in ? (char *)in : "");
		tell(0, 1);
		break;
	case LWS_CALLBACK_CLIENT_FILTER_PRE_ESTABLISH:
		if (lws_hdr_copy(wsi, protocol, sizeof protocol, WSI_TOKEN_PROTOCOL) < 0) protocol[0] = 0;
		if (lws_hdr_copy(wsi, extensions, sizeof extensions, WSI_TOKEN_EXTENSIONS) < 0) extensions[0] = 0;
		break;
	case LWS_CALLBACK_CLIENT_ESTABLISHED:
		lws_sul_schedule(lws_get_context(wsi), 0, &timer, lingered, linger * 1000);
		break;
	case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE:
		if (len >= 2) snprintf(words, sizeof words, "close %d %.*s", ((unsigned char *)in)[0] << 8 | ((unsigned char *)in)[1], (int)len - 2, (char *)in + 2);
		break;
	case LWS_CALLBACK_CLIENT_CLOSED:
		over = 1;
		lws_cancel_service(lws_get_context(wsi));
		break;
	default:
		break;
	}
	return lws_callback_http_dummy(wsi, reason, user, in, len);
}

static const struct lws_protocols protocols[] = {{"any", callback, 0, 0}, {NULL, NULL, 0, 0}};
static const struct lws_extension all[] = {
	{"permessage-deflate", lws_extension_callback_pm_deflate, "permessage-deflate; client_max_window_bits"},
	{NULL, NULL, NULL}};

int main(int argc, char **argv) {
	struct lws_context_creation_info info = {0};
	struct lws_client_connect_info to = {0};
	if (argc < 6) return 2;
	linger = atol(argv[5]);
	lws_set_log_level(LLL_ERR, NULL);
	info.port = CONTEXT_PORT_NO_LISTEN;
	info.protocols = protocols;
	info.extensions = all;
	struct lws_context *context = lws_create_context(&info);
	if (!context) return 1;
	to.context = context;
	to.address = argv[1];
	to.port = atoi(argv[2]);
	to.path = argv[3];
	to.host = to.origin = argv[1];
	to.protocol = argv[4][0] ? argv[4] : NULL;
	to.local_protocol_name = "any";
	if (!lws_client_connect_via_info(&to)) tell(0, 1);
	while (!over && lws_service(context, 0) >= 0) {}
	if (over) tell(1, 1);
	return 1;
}
