package dev.valise.chromium.limits;

import dev.valise.chromium.limits.Coverage.Extent;
import java.util.ArrayList;
import java.util.List;

/**
 * Limits as they were asked for, and how well this machine keeps each of them.
 *
 * @param wanted what is not limited there is kept by nothing, whatever could keep it
 */
public record EffectiveLimits(BrowserLimits wanted, Coverage coverage) {

  /** What was asked for and does not hold, in words for people. */
  public List<String> notGuaranteed() {
    List<String> words = new ArrayList<>();
    if (wanted.memory().isPresent()) {
      switch (coverage.memory()) {
        case BROWSER -> {}
        case PROCESS ->
            words.add("memory is limited for each process of a browser, not for all together");
        case NONE -> words.add("memory is not limited");
      }
    }
    if (wanted.tasks().isPresent() && coverage.tasks() == Extent.NONE) {
      words.add("the number of processes and threads is not limited");
    }
    if (wanted.cpus().isPresent() && coverage.cpus() == Extent.NONE) {
      words.add("processor time is not limited");
    }
    return List.copyOf(words);
  }
}
