/* Loaded ahead of a program (LD_PRELOAD): while the file SLOW_DISK exists, its disk is slow. */
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static void wait_for_the_disk(void) {
  const char *path = getenv("SLOW_DISK");
  if (path && access(path, F_OK) == 0) usleep(700000);
}

int fsync(int file) {
  wait_for_the_disk();
  return syscall(SYS_fsync, file);
}

int fdatasync(int file) {
  wait_for_the_disk();
  return syscall(SYS_fdatasync, file);
}
