/* Takes the place of kubelet, kube-apiserver, etcd and the others in the lab: it ignores its arguments and waits for a
 * signal, so that /proc shows the process as on a real node while nothing listens, logs or uses the CPU. */
#include <unistd.h>

int main(void)
{
	for (;;)
		pause();
}
