package dev.valise.api.kernel;

import dev.valise.model.SaveSteps;
import java.time.Duration;
import java.util.Optional;

/** How long the steps of a save took, in milliseconds. */
record StepsJson(Optional<Long> close, Optional<Long> copy, long read, long store) {

  static StepsJson of(SaveSteps steps) {
    return new StepsJson(
        steps.close().map(Duration::toMillis),
        steps.copy().map(Duration::toMillis),
        steps.read().toMillis(),
        steps.store().toMillis());
  }
}
