/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/server.h"

enum { PIECE = 16 * 1024, TICK_MS = 1000 };

struct connection {
    socket_handle socket;
    int64_t deadline;
    struct buffer in, out;
    size_t sent;
    bool answered; /* `out` is whole; what still comes in is thrown away */
};

static void
close_connection(struct connection *connection)
{
    system_close(connection->socket);
    connection->socket = NO_SOCKET;
    buffer_clear(&connection->in);
    buffer_clear(&connection->out);
}

static void
open_connection(struct connection *connection, socket_handle socket)
{
    *connection =
        (struct connection){.socket = socket, .deadline = system_clock_ms() + SERVER_PATIENCE_MS};
    buffer_init(&connection->in, REQUEST_HEAD_MAX + REQUEST_BODY_MAX + PIECE);
    buffer_init(&connection->out, RESPONSE_MAX);
}

/* Look whether the request is whole, and answer it. */
static void
consider(const struct server *server, struct connection *connection)
{
    struct request request;
    int status = request_parse(buffer_span(&connection->in), &request);

    if (status == 0)
        return;
    if (status == 200)
        server->answer(server->state, &request, &connection->out);
    else
        server->refuse(server->state, status, &connection->out);
    connection->answered = true;
    connection->deadline = system_clock_ms() + SERVER_PATIENCE_MS;
}

static void
read_more(const struct server *server, struct connection *connection)
{
    char piece[PIECE];
    int n = system_receive(connection->socket, piece, sizeof piece);

    if (n == SOCKET_AGAIN)
        return;
    if (n <= 0) {
        close_connection(connection);
        return;
    }
    if (connection->answered)
        return;
    buffer_add(&connection->in, piece, (size_t)n);
    consider(server, connection);
}

static void
write_more(struct connection *connection)
{
    int n = system_send(connection->socket, connection->out.data + connection->sent,
                        connection->out.size - connection->sent);

    if (n == SOCKET_AGAIN)
        return;
    if (n > 0)
        connection->sent += (size_t)n;
    if (n <= 0 || connection->sent == connection->out.size)
        close_connection(connection);
}

static void
accept_more(const struct server *server, struct connection *connections)
{
    socket_handle socket = system_accept(server->listener);

    if (socket == NO_SOCKET)
        return;
    for (size_t i = 0; i < SERVER_CONNECTIONS_MAX; i++)
        if (connections[i].socket == NO_SOCKET) {
            open_connection(&connections[i], socket);
            return;
        }
    system_close(socket); /* all places are taken */
}

/* One turn: wait, move bytes, drop who is late. */
static void
serve(const struct server *server, struct connection *connections)
{
    struct socket_wait waits[SERVER_CONNECTIONS_MAX + 1];
    struct connection *who[SERVER_CONNECTIONS_MAX + 1];
    size_t count = 1;

    waits[0] = (struct socket_wait){server->listener, true, false};
    for (size_t i = 0; i < SERVER_CONNECTIONS_MAX; i++) {
        struct connection *connection = &connections[i];
        if (connection->socket == NO_SOCKET)
            continue;
        waits[count] =
            (struct socket_wait){connection->socket, !connection->answered, connection->answered};
        who[count++] = connection;
    }
    system_wait(waits, count, TICK_MS);
    for (size_t i = 1; i < count; i++) {
        if (waits[i].read)
            read_more(server, who[i]);
        else if (waits[i].write)
            write_more(who[i]);
        if (who[i]->socket != NO_SOCKET && system_clock_ms() > who[i]->deadline)
            close_connection(who[i]);
    }
    if (waits[0].read)
        accept_more(server, connections);
}

void
server_run(const struct server *server)
{
    static struct connection connections[SERVER_CONNECTIONS_MAX];

    for (size_t i = 0; i < SERVER_CONNECTIONS_MAX; i++)
        connections[i].socket = NO_SOCKET;
    for (;;)
        serve(server, connections);
}
