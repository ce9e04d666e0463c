/* What the programs of this folder count with. */
#ifndef EXPECT_H
#define EXPECT_H

#include <hermetic.h>
#include <stdio.h>
#include <string.h>

static int passed, failed;

static void expect(int good, const char *what) {
  if (good) {
    passed++;
  } else {
    failed++;
    printf("FAIL %s: %s\n", what, hermetic_last_error_message());
  }
}

/* Must be refused with HERMETIC_E_ARGUMENT and a message of its own. */
#define REFUSED(call)                                                                   \
  do {                                                                                  \
    int32_t status_ = (call);                                                           \
    expect(status_ == HERMETIC_E_ARGUMENT && hermetic_last_error_message()[0] != 0 &&   \
               strstr(hermetic_last_error_message(), "NULL") != NULL,                   \
           #call);                                                                      \
  } while (0)

#endif
