/* Runs a program as the one to whom what its children leave behind is given: sshd then buries what a session leaves, which
 * it does with all its children, and the time that they took is counted with its own children's (proc(5), cutime). */
#include <sys/prctl.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	if (argc < 2 || prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0)
		return 126;
	execv(argv[1], argv + 1);
	return 127;
}
