package dev.valise.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.crypto.RootKey;
import dev.valise.model.Event;
import dev.valise.model.OrganisationId;
import dev.valise.model.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileEventsTest {

  @Test
  void areReadOneAfterTheOther(@TempDir Path data) throws IOException {
    try (var fixture = new ProfileFixture(data, RootKey.generate())) {
      var events = new ProfileEvents(fixture.catalog.events());
      OrganisationId acme = fixture.organisation();
      Event first = happen(fixture, acme, "first");
      happen(fixture, fixture.organisation(), "elsewhere");
      Event second = happen(fixture, acme, "second");

      assertThat(events.after(acme, 0, 1)).isEqualTo(new Page<>(List.of(first), true));
      assertThat(events.after(acme, first.id(), 1)).isEqualTo(new Page<>(List.of(second), false));
      assertThat(events.after(acme, second.id(), 1)).isEqualTo(new Page<>(List.of(), false));
    }
  }

  private static Event happen(ProfileFixture fixture, OrganisationId organisation, String type) {
    return fixture
        .catalog
        .events()
        .append(organisation, fixture.clock.instant(), type, Optional.empty(), Map.of("a", "b"));
  }
}
