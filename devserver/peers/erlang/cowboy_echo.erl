%% cowboy, with compression on.
-module(cowboy_echo).
-export([start/0, init/2, websocket_handle/2, websocket_info/2]).

start() ->
    [Port] = init:get_plain_arguments(),
    {ok, _} = application:ensure_all_started(cowboy),
    Routes = cowboy_router:compile([{'_', [{'_', ?MODULE, []}]}]),
    {ok, _} = cowboy:start_clear(echo, [{ip, {127, 0, 0, 1}}, {port, list_to_integer(Port)}], #{env => #{dispatch => Routes}}).

init(Req, State) ->
    Offered = case catch cowboy_req:parse_header(<<"sec-websocket-protocol">>, Req, []) of
        List when is_list(List) -> List;
        _ -> []
    end,
    Answer = case lists:member(<<"chat">>, Offered) of
        true -> cowboy_req:set_resp_header(<<"sec-websocket-protocol">>, <<"chat">>, Req);
        false -> Req
    end,
    {cowboy_websocket, Answer, State, #{compress => true}}.

websocket_handle({text, Data}, State) -> {[{text, Data}], State};
websocket_handle({binary, Data}, State) -> {[{binary, Data}], State};
websocket_handle(_, State) -> {[], State}.

websocket_info(_, State) -> {[], State}.
