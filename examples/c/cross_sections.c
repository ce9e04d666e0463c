/* Exact tree-level cross sections of e- Pb -> e- Pb A', for coupling 1, over masses and energies.
 *
 *     cc cross_sections.c $(pkg-config --cflags --libs hermetic) -o cross_sections
 */
#include <hermetic.h>
#include <stdio.h>

int main(void) {
  static const double masses_GeV[] = {0.001, 0.0167, 0.1, 0.5, 1.0};
  static const double energies_GeV[] = {10, 50, 100, 150};
  enum { MASSES = sizeof masses_GeV / sizeof *masses_GeV, ENERGIES = sizeof energies_GeV / sizeof *energies_GeV };

  printf("# sigma [pb] per Pb atom, coupling 1\n# m [GeV]");
  for (int i = 0; i < ENERGIES; i++) printf("  E=%g GeV ", energies_GeV[i]);
  printf("\n");
  for (int m = 0; m < MASSES; m++) {
    char card[80];
    double sigma_pb[ENERGIES];
    hermetic_model *model = NULL;
    snprintf(card, sizeof card, "{\"kind\": \"dark_photon\", \"mass_GeV\": %.17g}", masses_GeV[m]);
    if (hermetic_model_create(card, &model) != HERMETIC_OK ||
        hermetic_model_cross_section(model, HERMETIC_PDG_ELECTRON, "Pb", energies_GeV, ENERGIES, sigma_pb) !=
            HERMETIC_OK) {
      fprintf(stderr, "%s\n", hermetic_last_error_message());
      hermetic_model_free(model);
      return 1;
    }
    printf("%9g", masses_GeV[m]);
    for (int i = 0; i < ENERGIES; i++) printf(" %11.5g", sigma_pb[i]);
    printf("\n");
    hermetic_model_free(model);
  }
  return 0;
}
