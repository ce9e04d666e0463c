/* Limits of a workspace, by the default method and by the asymptotic formulae: workspace_limits FILE
 *
 *   gcc workspace_limits.c -lhermetic -o workspace_limits
 */
#include <hermetic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void check(int32_t status) {
  if (status == HERMETIC_OK) return;
  fprintf(stderr, "%s\n", hermetic_last_error_message());
  exit(1);
}

static char *content(const char *path) {
  FILE *file = fopen(path, "rb");
  char *text = calloc(1, 1 << 20);
  if (file == NULL || text == NULL || fread(text, 1, (1 << 20) - 1, file) == 0) {
    fprintf(stderr, "can't read %s\n", path);
    exit(1);
  }
  fclose(file);
  return text;
}

/* What follows "key": in an answer. A program of more than a page would use a JSON library. */
static const char *after(hermetic_text *answer, const char *key) {
  char quoted[64];
  snprintf(quoted, sizeof quoted, "\"%s\":", key);
  const char *place = strstr(hermetic_text_data(answer), quoted);
  return place ? place + strlen(quoted) : "";
}

static int word(const char *value) { return (int)strcspn(value + 1, "\""); }

int main(int argc, char **argv) {
  char *json = content(argc > 1 ? argv[1] : "examples/cards/missing_energy_three_bins.json");
  hermetic_workspace *workspace;
  hermetic_text *answer;
  check(hermetic_workspace_create(json, NULL, &workspace));
  free(json);

  check(hermetic_workspace_fit(workspace, "{\"fixed\": {\"mu\": 0}}", &answer));
  const char *status = after(answer, "status");
  printf("fit %.*s %.6f\n", word(status), status + 1, strtod(after(answer, "twice_nll"), NULL));
  hermetic_text_free(answer);

  const char *const methods[] = {"automatic", "asymptotic"};
  for (int i = 0; i < 2; i++) {
    char card[100];
    snprintf(card, sizeof card, "{\"confidence_level\": 0.9, \"method\": \"%s\"}", methods[i]);
    check(hermetic_workspace_limit(workspace, card, &answer));
    const char *method = after(answer, "method");
    printf("%.*s: %.6g, expected %.6g\n", word(method), method + 1, strtod(after(answer, "value"), NULL),
           strtod(after(answer, "median"), NULL));
    const char *warning = after(answer, "warnings");
    if (warning[1] == '"') {
      /* The one warning of this example; \" inside it is written as it stands. */
      printf("  ");
      for (const char *c = warning + 2; *c != 0 && *c != '"'; c++) {
        if (*c == '\\') c++;
        putchar(*c);
      }
      printf("\n");
    }
    hermetic_text_free(answer);
  }
  hermetic_workspace_free(workspace);
  return 0;
}
