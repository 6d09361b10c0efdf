package dev.valise.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.model.BrowserSession;
import dev.valise.model.Profile;
import dev.valise.model.Refusal;
import dev.valise.model.SaveOutcome;
import dev.valise.model.SessionState;
import dev.valise.profile.ProfileReference;
import dev.valise.session.CreateRequest.ProfileUse;
import dev.valise.testing.Race;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class WriterLeaseIT {
  @TempDir private Path folder;
  private SessionFixture fixture;
  private Profile profile;

  @BeforeEach
  void aProfile() throws Exception {
    fixture = SessionFixture.in(folder);
    profile = fixture.profile("work");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private BrowserSession open(OnConflict onConflict) {
    return fixture.create(
        Optional.of(
            new ProfileUse(
                new ProfileReference.ById(profile.id()), Optional.empty(), true, onConflict)));
  }

  private static SaveOutcome outcome(BrowserSession session) {
    return session.ending().orElseThrow().outcome().orElseThrow();
  }

  @Test
  void aSecondWriterIsToldWhoHasTheProfileAndReadersAreNotRefused() {
    BrowserSession writer = open(OnConflict.FAIL);
    assertThatThrownBy(() -> open(OnConflict.FAIL))
        .isInstanceOfSatisfying(
            Refusal.Conflict.class,
            refusal -> {
              assertThat(refusal.waitingHelps()).isFalse();
              assertThat(refusal).hasMessageContaining("DELETE /browsers/" + writer.id());
              assertThat(refusal.details())
                  .contains(Map.entry("holder", writer.id().value()))
                  .extracting(Map.Entry::getKey)
                  .containsExactly("holder", "since", "until");
            });
    fixture.end(fixture.open(profile, false));
    assertThat(outcome(fixture.end(writer)).status()).isEqualTo(SaveOutcome.Status.SAVED);
    assertThat(outcome(fixture.end(open(OnConflict.FAIL))).warnings()).isEmpty();
  }

  @Test
  void ofManyAtATimeOneWrites() throws Exception {
    List<Boolean> got =
        Race.of(
            4,
            _ -> {
              try {
                open(OnConflict.FAIL);
                return true;
              } catch (Refusal.Conflict e) {
                return false;
              }
            });
    assertThat(got).containsOnlyOnce(true);
  }

  @Test
  void whoWaitsBeginsWhereTheOtherEnded() {
    BrowserSession first = open(OnConflict.FAIL);
    CompletableFuture<BrowserSession> second =
        CompletableFuture.supplyAsync(() -> open(OnConflict.WAIT), Thread::startVirtualThread);
    fixture.end(fixture.open(profile, false));
    assertThat(second).isNotDone();
    int version = outcome(fixture.end(first)).version().orElseThrow();
    assertThat(second.join().load().orElseThrow().version()).contains(version);
  }

  @Test
  void whoTakesOverBeginsWhereTheOtherWasSaved() {
    BrowserSession first = open(OnConflict.FAIL);
    BrowserSession second = open(OnConflict.TAKE_OVER);
    BrowserSession ended = fixture.find(first);
    assertThat(ended.state()).isEqualTo(SessionState.CLOSED);
    assertThat(ended.ending().orElseThrow().reason()).contains(second.id().value());
    assertThat(second.load().orElseThrow().version()).isEqualTo(outcome(ended).version());
  }

  @Test
  void whoCannotBeSavedIsTakenOverAllTheSameAndSavesNothingLater() {
    BrowserSession first = open(OnConflict.FAIL);
    fixture.blobs.failAllAfter(0);
    BrowserSession second = open(OnConflict.TAKE_OVER);
    fixture.blobs.heal();
    SaveOutcome lost = outcome(fixture.end(first));
    assertThat(lost.status()).isEqualTo(SaveOutcome.Status.LEASE_LOST);
    assertThat(lost.failure().orElseThrow()).contains("taken over");
    assertThat(fixture.reread(profile).head()).isEmpty();
    assertThat(outcome(fixture.end(second)).status()).isEqualTo(SaveOutcome.Status.SAVED);
  }

  @Test
  void aSessionThatDidNotComeToBeHoldsNothing() {
    assertThatThrownBy(() ->
            fixture.create(
                Optional.of(
                    new ProfileUse(new ProfileReference.ById(profile.id()), Optional.of(7), true))))
        .isInstanceOf(Refusal.NotFound.class);
    fixture.end(open(OnConflict.FAIL));
  }

  @Test
  void aProfileInUseIsDeletedOnlyByForce() {
    BrowserSession reader = fixture.open(profile, false);
    var reference = new ProfileReference.ById(profile.id());
    assertThatThrownBy(() -> fixture.profiles.deleteIdle(fixture.organisation, reference))
        .isInstanceOfSatisfying(
            Refusal.Conflict.class,
            refusal ->
                assertThat(refusal.details())
                    .containsExactly(Map.entry("session", reader.id().value())));
    fixture.end(reader);
    fixture.profiles.deleteIdle(fixture.organisation, reference);
    assertThat(fixture.profiles.find(fixture.organisation, profile.id())).isEmpty();
  }
}
