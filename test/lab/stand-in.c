/* Takes the place of kubelet, kube-apiserver, etcd and the others in the lab: it ignores its arguments and waits, so that
 * /proc shows the process as on a real node while nothing logs or uses the CPU. It listens only where
 * /etc/lab-listen says, a line each: NAME ADDRESS PORT. The file is read at the start and whenever it was written; the
 * address need not be one of the machine's. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <unistd.h>

#define LISTEN_FILE "/etc/lab-listen"
#define SOCKETS 16

static int sockets[SOCKETS], count;

static void listen_on(const char *address, int port)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(port) };
	int one = 1, fd;

	if (count == SOCKETS || inet_pton(AF_INET, address, &at.sin_addr) != 1)
		return;
	fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	setsockopt(fd, IPPROTO_IP, IP_FREEBIND, &one, sizeof one);
	if (bind(fd, (struct sockaddr *)&at, sizeof at) || listen(fd, 1))
		close(fd);
	else
		sockets[count++] = fd;
}

static void obey(void)
{
	char name[64], address[64];
	int port;
	FILE *file = fopen(LISTEN_FILE, "re");

	while (count > 0)
		close(sockets[--count]);
	if (file == NULL)
		return;
	while (fscanf(file, "%63s %63s %d", name, address, &port) == 3)
		if (strcmp(name, program_invocation_short_name) == 0)
			listen_on(address, port);
	fclose(file);
}

int main(void)
{
	char event[4096];
	int watch = inotify_init1(IN_CLOEXEC);

	inotify_add_watch(watch, LISTEN_FILE, IN_CLOSE_WRITE);
	for (;;) {
		obey();
		if (read(watch, event, sizeof event) < 0)
			pause();
	}
}
