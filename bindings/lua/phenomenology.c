/* hermetic.phenomenology: magnetic moments, loop mixing, conversions, relic density. */
#include "binding.h"

static double *room(lua_State *L, size_t count) { return lua_newuserdatauv(L, (count + 1) * sizeof(double), 0); }

/* {coupling = "vector", lepton = "mu", masses_GeV = {…}} → list of Δa per coupling squared */
static int magnetic_moment(lua_State *L) {
  static const char *const known[] = {"coupling", "lepton", "masses_GeV", NULL};
  check_keys(L, 1, known);
  size_t count;
  const double *masses = numbers_field(L, 1, "masses_GeV", &count);
  double *values = room(L, count);
  int32_t status = hermetic_phenomenology_magnetic_moment(
      string_field(L, 1, "coupling", NULL), string_field(L, 1, "lepton", NULL), masses, count, values);
  if (status != HERMETIC_OK) return fail(L, status);
  push_numbers(L, values, count);
  return 1;
}

/* {delta_a = 2.5e-9, coupling = "vector", lepton = "mu", masses_GeV = {…}} → list of couplings */
static int coupling_for(lua_State *L) {
  static const char *const known[] = {"delta_a", "coupling", "lepton", "masses_GeV", NULL};
  check_keys(L, 1, known);
  size_t count;
  const double *masses = numbers_field(L, 1, "masses_GeV", &count);
  double *values = room(L, count);
  int32_t status = hermetic_phenomenology_magnetic_moment_coupling(
      string_field(L, 1, "coupling", NULL), string_field(L, 1, "lepton", NULL),
      number_field(L, 1, "delta_a", 0, 0), masses, count, values);
  if (status != HERMETIC_OK) return fail(L, status);
  push_numbers(L, values, count);
  return 1;
}

/* {q2_GeV2 = {…}} → list of Re Π/g, list of Im Π/g */
static int loop_mixing(lua_State *L) {
  static const char *const known[] = {"q2_GeV2", NULL};
  check_keys(L, 1, known);
  size_t count;
  const double *q2 = numbers_field(L, 1, "q2_GeV2", &count);
  double *real = room(L, count), *imaginary = room(L, count);
  int32_t status = hermetic_phenomenology_loop_mixing(q2, count, real, imaginary);
  if (status != HERMETIC_OK) return fail(L, status);
  push_numbers(L, real, count);
  push_numbers(L, imaginary, count);
  return 2;
}

/* {from = "epsilon", to = "y", alpha_D = 0.1, mass_ratio = 3, values = {…}} → list */
static int convert(lua_State *L) {
  static const char *const known[] = {"from", "to", "alpha_D", "mass_ratio", "values", NULL};
  check_keys(L, 1, known);
  size_t count;
  const double *values = numbers_field(L, 1, "values", &count);
  double *converted = room(L, count);
  int32_t status = hermetic_phenomenology_convert(
      string_field(L, 1, "from", NULL), string_field(L, 1, "to", NULL), number_field(L, 1, "alpha_D", 0, 0),
      number_field(L, 1, "mass_ratio", 0, 0), values, count, converted);
  if (status != HERMETIC_OK) return fail(L, status);
  push_numbers(L, converted, count);
  return 1;
}

/* {dark_matter = "majorana", m_chi_GeV = …, mass_ratio = 3, alpha_D = 0.1, …} → the card with defaults, and rows */
static int relic(lua_State *L) {
  hermetic_text *text = NULL;
  const char *card = card_argument(L, 1);
  if (card == NULL) return 3;
  int32_t status = hermetic_phenomenology_relic(card, &text);
  return status == HERMETIC_OK ? push_text(L, text) : fail(L, status);
}

/* {temperatures_GeV = {…}, source = "saikawa_shirai"} → lists: of energy, of entropy, g*^(1/2) */
static int degrees_of_freedom(lua_State *L) {
  static const char *const known[] = {"temperatures_GeV", "source", NULL};
  check_keys(L, 1, known);
  size_t count;
  const double *temperatures = numbers_field(L, 1, "temperatures_GeV", &count);
  double *energy = room(L, count), *entropy = room(L, count), *freeze_out = room(L, count);
  int32_t status = hermetic_phenomenology_degrees_of_freedom(string_field(L, 1, "source", "saikawa_shirai"),
                                                             temperatures, count, energy, entropy, freeze_out);
  if (status != HERMETIC_OK) return fail(L, status);
  push_numbers(L, energy, count);
  push_numbers(L, entropy, count);
  push_numbers(L, freeze_out, count);
  return 3;
}

void open_phenomenology(lua_State *L) {
  static const luaL_Reg functions[] = {{"magnetic_moment", magnetic_moment},
                                       {"coupling_for", coupling_for},
                                       {"loop_mixing", loop_mixing},
                                       {"convert", convert},
                                       {"relic", relic},
                                       {"degrees_of_freedom", degrees_of_freedom},
                                       {NULL, NULL}};
  luaL_newlib(L, functions);
}
