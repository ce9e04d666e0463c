/* A beam line in C: a doublet, a dipole with soft ends and a magnet of one's own, as a list of measured points.
 * Where 100 GeV electrons go, the transfer matrix, the beam spot at the target, and what is radiated on the way.
 * The Lua and Python versions print the same bytes.
 *
 *     cc beam_line.c $(pkg-config --cflags --libs hermetic) -lm -o beam_line
 */
#include <hermetic.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static void check(int32_t status) {
  if (status == HERMETIC_OK) return;
  fprintf(stderr, "%s: %s\n", hermetic_status_name(status), hermetic_last_error_message());
  exit(1);
}

/* The card of the line; the map's points are those of a hall probe, x, y, z [mm] and B [T]. */
static char *card(void) {
  static const double strength_T[] = {0, 0.2, 0.4, 0.4, 0.2, 0};
  char *text = malloc(16384), *end = text;
  end += sprintf(end, "%s",
                 "{\"world\": {\"material\": \"vacuum\", \"size_mm\": [1000, 1000, 40000]}, \"fields\": ["
                 "{\"name\": \"QF\", \"kind\": \"quadrupole\", \"gradient_T_m\": -20, \"length_mm\": 1500,"
                 " \"aperture_mm\": [70, 70], \"edge\": {\"bore_mm\": 80}, \"position_mm\": [0, 0, -18000]},"
                 "{\"name\": \"QD\", \"kind\": \"quadrupole\", \"gradient_T_m\": 20, \"length_mm\": 1500,"
                 " \"aperture_mm\": [70, 70], \"edge\": {\"bore_mm\": 80}, \"position_mm\": [0, 0, -15000]},"
                 "{\"name\": \"MBPL\", \"kind\": \"dipole\", \"field_T\": 1.75, \"length_mm\": 2000,"
                 " \"aperture_mm\": [500, 140], \"edge\": {\"gap_mm\": 150}, \"position_mm\": [0, 0, -11000]},"
                 "{\"name\": \"own\", \"kind\": \"map\", \"position_mm\": [40, 0, -7000], \"points\": [");
  for (int k = 0; k < 6; k++)
    for (int i = -1; i <= 1; i++)
      for (int j = -1; j <= 1; j++)
        end += sprintf(end, "%s[%d, %d, %d, 0, %g, 0]", end[-1] == '[' ? "" : ", ", 150 * i, 60 * j, 200 * k - 500,
                       strength_T[k]);
  sprintf(end, "]}]}");
  return text;
}

int main(void) {
  enum { N = 3 };
  const double momentum_GeV[N] = {50, 100, 150}, plane_mm = 0;
  double position[3 * N], momentum[3 * N], there[3 * N], pointing[3 * N], path[N], jacobian[25 * N];
  hermetic_setup *line = NULL;
  char *text = card();
  check(hermetic_setup_create(text, &line));
  free(text);

  for (int i = 0; i < N; i++) {
    for (int k = 0; k < 3; k++) position[3 * i + k] = momentum[3 * i + k] = 0;
    position[3 * i + 2] = -19500;
    momentum[3 * i + 2] = momentum_GeV[i];
  }
  check(hermetic_setup_propagate(line, HERMETIC_PDG_ELECTRON, plane_mm, position, momentum, N, there, pointing, path,
                                 jacobian));
  for (int i = 0; i < N; i++)
    printf("%g GeV: x = %.9g mm, bent by %.9g mrad, path %.9g mm\n", momentum_GeV[i], there[3 * i],
           1e3 * pointing[3 * i] / pointing[3 * i + 2], path[i]);

  /* The spot of a beam of 8 mm and 0.1 mrad (rms, upright): C = M C0 M^T, two of its elements. */
  const double *m = jacobian + 25;
  printf("R11 %.8f R12 %.6f R21 %.6g R22 %.8f\n", m[0], m[2], m[10], m[12]);
  printf("R33 %.8f R34 %.6f R43 %.6g R44 %.8f dispersion %.6f mm/%%\n", m[6], m[8], m[16], m[18], -0.0001 * m[4]);
  printf("spot at z = 0: %.6f x %.6f mm\n", sqrt(m[0] * m[0] * 64 + m[2] * m[2] * 1e-8),
         sqrt(m[6] * m[6] * 64 + m[8] * m[8] * 1e-8));

  /* What the dipole makes the electron radiate. */
  static const char magnet[] = "{\"particle\": \"e-\", \"energy_GeV\": 100, \"field_T\": 1.75}";
  const double energies_GeV[] = {1e-4, 1e-3, 1e-2, 5e-2};
  double spectrum[4], photons[2];
  check(hermetic_synchrotron_spectrum(magnet, energies_GeV, 4, spectrum));
  check(hermetic_synchrotron_sample(magnet, 1, 0, 2, photons));
  for (int i = 0; i < 4; i++) printf("dN/dk(%g GeV) = %.9g per GeV in 2 m\n", energies_GeV[i], 2000 * spectrum[i]);
  printf("photons %.9g %.9g GeV\n", photons[0], photons[1]);
  hermetic_setup_free(line);
  return 0;
}
