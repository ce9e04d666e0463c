// The small study of ../c/small_study.c in C++17; prints the same bytes.
//
//     c++ -std=c++17 small_study.cpp $(pkg-config --cflags --libs hermetic) -o small_study
#include <cstdio>
#include <cstdlib>

#include "hermetic.hpp"

namespace {

const char run_card[] = R"({
  "name": "small study", "setup": {"preset": "na64e_2018"},
  "signal": {"model": {"kind": "dark_photon"}, "masses_GeV": [0.0167, 0.1], "minimum_boson_energy_GeV": 45},
  "events": 24, "seed": 7})";

const char selection_card[] = R"({
  "name": "missing energy", "cuts": [
    {"name": "E_ECAL", "expression": "ecal.total_GeV < 50"},
    {"name": "E_HCAL", "expression": "hcal.total_GeV < 1"}]})";

// The answer is JSON: a real program gives it to its JSON library; here one key is enough.
bool number_after(const std::string& text, const std::string& key, std::size_t& position, double& value) {
  const auto found = text.find(key, position);
  if (found == std::string::npos) return false;
  position = found + key.size();
  value = std::strtod(text.c_str() + position, nullptr);
  return true;
}

void study() {
  std::printf("hermetic %s\n", hermetic_version());

  const std::vector<double> energies_GeV{50, 100, 150};
  const hermetic::Model model(R"({"kind": "dark_photon", "mass_GeV": 0.0167})");
  const auto sigma_pb = model.cross_section(energies_GeV, "Pb");
  for (std::size_t i = 0; i < energies_GeV.size(); i++)
    std::printf("cross section %.17g GeV %.17g pb\n", energies_GeV[i], sigma_pb[i]);

  double limit = 0;
  hermetic::check(hermetic_limit_events(0, 0.53, 0.17, 0.1, 0.9, &limit));
  std::printf("limit %.17g events\n", limit);

  hermetic::Run run(run_card);
  while (!run.slice(0, 50).finished) {
  }
  std::printf("events %llu\n", static_cast<unsigned long long>(run.count()));

  std::vector<std::vector<double>> columns;
  for (const char* name : {"ecal.total_GeV", "hcal.total_GeV", "truth.boson_energy_GeV", "signal.weight_0",
                           "signal.weight_1"})
    columns.push_back(run.column(name));
  const auto passed = run.select(selection_card);
  for (std::size_t i = 0; i < passed.size(); i++) {
    std::printf("event %zu", i);
    for (const auto& column : columns) std::printf(" %.17g", column[i]);
    std::printf(" %s\n", passed[i] ? "passed" : "rejected");
  }

  const auto answer = run.exclusion(R"({"preset": "na64e_2016_2018"})");
  auto position = answer.find("\"rows\":");
  double mass = 0, epsilon = 0;
  while (position != std::string::npos && number_after(answer, "\"mass_GeV\":", position, mass) &&
         number_after(answer, "\"epsilon\":", position, epsilon))
    std::printf("epsilon %.17g GeV %.17g\n", mass, epsilon);
}

}  // namespace

int main() {
  try {
    study();
  } catch (const hermetic::Error& error) {
    std::fprintf(stderr, "%s: %s\n", hermetic_status_name(error.code), error.what());
    return 1;
  }
}
