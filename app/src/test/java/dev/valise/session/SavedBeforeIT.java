package dev.valise.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.model.BrowserSession;
import dev.valise.model.Profile;
import dev.valise.model.SaveOutcome;
import dev.valise.model.SaveOutcome.Status;
import dev.valise.model.SessionState;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that dies between the last step of a save and the word of it in the catalog. */
final class SavedBeforeIT {
  @TempDir private Path folder;

  @Test
  void aSaveThatWasDoneIsToldByTheNextServer() throws Exception {
    BrowserSession session;
    try (SessionFixture first = SessionFixture.in(folder)) {
      BrowserSession opened = first.open(first.profile("main"), true);
      session = first.find(opened);
      first.end(opened);
      first.catalog.sessions().update(session.withState(SessionState.SAVING));
    }
    assertThat(nextServerTells(session))
        .returns(Status.SAVED, SaveOutcome::status)
        .returns(Optional.of(1), SaveOutcome::version)
        .returns(Optional.empty(), SaveOutcome::failure);
  }

  @Test
  void aSaveThatAddedNothingIsToldByTheNextServer() throws Exception {
    BrowserSession session;
    try (SessionFixture first = SessionFixture.in(folder)) {
      Profile profile = first.profile("main");
      first.end(first.open(profile, true));
      // One that has made no version, as if it had written.
      BrowserSession reader = first.open(profile, false);
      first.end(reader);
      var writing = new BrowserSession.Load(profile.id(), Optional.of(1), true);
      session = reader.withLoad(writing).withState(SessionState.SAVING);
      first.catalog.sessions().update(session);
    }
    assertThat(nextServerTells(session))
        .returns(Status.UNCHANGED, SaveOutcome::status)
        .returns(Optional.of(1), SaveOutcome::version);
  }

  private SaveOutcome nextServerTells(BrowserSession session) throws Exception {
    try (SessionFixture next = SessionFixture.in(folder)) {
      return next.end(session).ending().orElseThrow().outcome().orElseThrow();
    }
  }
}
