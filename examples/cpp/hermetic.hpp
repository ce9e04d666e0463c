// A thin C++17 face of hermetic.h: owners that free themselves, failures as exceptions. Copy it and change
// it; the C header is the contract.
#pragma once

#include <hermetic.h>

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace hermetic {

struct Error : std::runtime_error {
  explicit Error(std::int32_t status) : std::runtime_error(hermetic_last_error_message()), code(status) {}
  std::int32_t code;
};

inline void check(std::int32_t status) {
  if (status != HERMETIC_OK) throw Error(status);
}

template <auto free>
struct Free {
  template <class T>
  void operator()(T* object) const {
    free(object);
  }
};

template <class T, auto free>
using Owner = std::unique_ptr<T, Free<free>>;

inline std::string take(hermetic_text* text) {
  Owner<hermetic_text, hermetic_text_free> owner(text);
  return std::string(hermetic_text_data(text), hermetic_text_length(text));
}

class Model {
 public:
  explicit Model(const std::string& card) {
    hermetic_model* made = nullptr;
    check(hermetic_model_create(card.c_str(), &made));
    model_.reset(made);
  }

  /// [pb], coupling 1.
  std::vector<double> cross_section(const std::vector<double>& total_energies_GeV, const std::string& element,
                                    std::int32_t pdg = HERMETIC_PDG_ELECTRON) const {
    std::vector<double> pb(total_energies_GeV.size());
    check(hermetic_model_cross_section(model_.get(), pdg, element.c_str(), total_energies_GeV.data(), pb.size(),
                                       pb.data()));
    return pb;
  }

  const hermetic_model* get() const { return model_.get(); }

 private:
  Owner<hermetic_model, hermetic_model_free> model_;
};

/// A process of a model at every energy of a range, for a transport of one's own.
class Production {
 public:
  Production(const Model& model, const std::string& card, std::size_t particles = 3) : particles_(particles) {
    hermetic_production* made = nullptr;
    check(hermetic_production_create(model.get(), card.c_str(), &made));
    production_.reset(made);
  }

  /// [1/mm]
  std::vector<double> rate(const std::vector<double>& total_energies_GeV) const {
    std::vector<double> per_mm(total_energies_GeV.size());
    check(hermetic_production_rate(production_.get(), total_energies_GeV.data(), per_mm.size(), per_mm.data()));
    return per_mm;
  }

  /// One final state for each energy: four numbers for each particle.
  std::vector<double> sample(const std::vector<double>& total_energies_GeV, std::uint64_t seed,
                             std::uint64_t first = 0) const {
    std::vector<double> states(total_energies_GeV.size() * 4 * particles_);
    check(hermetic_production_sample(production_.get(), total_energies_GeV.data(), seed, first,
                                     total_energies_GeV.size(), states.data(), states.size()));
    return states;
  }

 private:
  std::size_t particles_;
  Owner<hermetic_production, hermetic_production_free> production_;
};

class Run {
 public:
  explicit Run(const std::string& card) {
    hermetic_run* made = nullptr;
    check(hermetic_run_create(card.c_str(), &made));
    run_.reset(made);
  }

  hermetic_progress slice(std::uint64_t max_events, double max_ms, int threads = 0) {
    hermetic_progress progress{};
    progress.struct_size = sizeof progress;
    check(hermetic_run_slice(run_.get(), max_events, max_ms, threads, &progress));
    return progress;
  }

  std::uint64_t count() const { return hermetic_run_event_count(run_.get()); }

  std::vector<double> column(const std::string& name) const {
    std::vector<double> values(count());
    std::size_t size = 0;
    check(hermetic_run_column(run_.get(), name.c_str(), values.data(), values.size(), &size));
    values.resize(size);
    return values;
  }

  std::vector<std::uint8_t> select(const std::string& selection_card) const {
    std::vector<std::uint8_t> passed(count());
    check(hermetic_run_select(run_.get(), selection_card.c_str(), nullptr, passed.data(), passed.size(), nullptr));
    return passed;
  }

  /// JSON.
  std::string exclusion(const std::string& analysis_card) const {
    hermetic_text* text = nullptr;
    check(hermetic_run_exclusion(run_.get(), analysis_card.c_str(), &text));
    return take(text);
  }

 private:
  Owner<hermetic_run, hermetic_run_free> run_;
};

}  // namespace hermetic
