// A signal process inside a transport of one's own, as a Geant4 or PUMAS program would use it.
//
//     c++ -std=c++17 own_transport.cpp $(pkg-config --cflags --libs hermetic) -o own_transport
//
// DarkBremsstrahlung has the two questions that a discrete process is asked: how far to the next interaction (in Geant4
// G4VDiscreteProcess::GetMeanFreePath), and what comes out of it (PostStepDoIt). The stand-in for the transport is
// a track that radiates as dE/dx = -E/X0; a real program asks at each of its steps in the same way.
#include <cmath>
#include <cstdio>
#include <random>
#include <utility>

#include "hermetic.hpp"

namespace {

class DarkBremsstrahlung {
 public:
  /// bias: by how much the process is made more frequent; events carry the weight 1 / bias.
  DarkBremsstrahlung(double mass_GeV, double epsilon, double bias)
      : production_(hermetic::Model(R"({"kind": "dark_photon", "mass_GeV": )" + std::to_string(mass_GeV) +
                                    R"(, "epsilon": )" + std::to_string(epsilon) + "}"),
                    R"({"energies_GeV": [50, 100], "material": "Pb", "minimum_boson_energy_GeV": 50})"),
        bias_(bias) {}

  double mean_free_path_mm(double total_energy_GeV) const {
    const double rate = bias_ * production_.rate({total_energy_GeV})[0];
    return rate > 0 ? 1 / rate : HUGE_VAL;
  }

  /// Boson, lepton, nucleus: (E, px, py, pz) [GeV] each, the electron having flown along +z.
  std::vector<double> final_state(double total_energy_GeV, std::uint64_t seed, std::uint64_t number) const {
    return production_.sample({total_energy_GeV}, seed, number);
  }

 private:
  hermetic::Production production_;
  double bias_;
};

void study() {
  const double radiation_length_mm = 5.612, step_mm = 0.2, epsilon = 1e-3;
  const int electrons = 4000;
  std::mt19937_64 engine(7);
  std::exponential_distribution<double> exponential;

  // Biased so that a tenth of the electrons interact: at most one boson per electron is made.
  const std::pair<double, double> cases[] = {{0.0167, 3e7}, {0.1, 1e9}};
  for (const auto& [mass_GeV, bias] : cases) {
    const DarkBremsstrahlung process(mass_GeV, epsilon, bias);
    int made = 0;
    double boson_GeV = 0, imbalance_GeV = 0;
    for (int electron = 0; electron < electrons; electron++) {
      double energy = 100, left = exponential(engine);  // interaction lengths to go
      while (energy > 50) {
        left -= step_mm / process.mean_free_path_mm(energy);
        if (left < 0) {
          const auto p = process.final_state(energy, 1, static_cast<std::uint64_t>(made++));
          boson_GeV += p[0];
          const double beam = std::sqrt((energy - 0.51099895e-3) * (energy + 0.51099895e-3));
          imbalance_GeV = std::fmax(imbalance_GeV, std::fabs(p[3] + p[7] + p[11] - beam));
          break;  // what is left of the electron, p[4..7], would go on
        }
        energy *= std::exp(-step_mm / radiation_length_mm);
      }
    }
    double expected = 0;  // the same without dice: the rate along the track
    for (double energy = 100; energy > 50; energy *= std::exp(-step_mm / radiation_length_mm))
      expected += step_mm / (bias * process.mean_free_path_mm(energy));
    std::printf("m = %g GeV: %d A' above 50 GeV, %.3e per electron (expected %.3e), mean energy %.2f GeV, ", mass_GeV,
                made, -std::log1p(-double(made) / electrons) / bias, expected, made ? boson_GeV / made : 0);
    std::printf("momentum within %.0e GeV\n", imbalance_GeV);
  }
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
