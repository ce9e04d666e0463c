/// Which likelihood ratio is the test statistic (Cowan, Cranmer, Gross, Vitells, EPJ C 71 (2011) 1554).
public enum TestStatistic: String, Sendable, CaseIterable {
  /// q̃_μ = −2 ln L(μ, θ̂̂)/L(μ̂, θ̂) with μ̂ ≥ 0, and 0 for μ̂ > μ (Eq. 16).
  case qMuTilde = "q_mu_tilde"
  /// q_μ: the same with μ̂ down to the parameter's own lower bound (Eq. 14).
  case qMu = "q_mu"
}
