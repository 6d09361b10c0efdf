package dev.valise.profile;

import dev.valise.catalog.ProfileRecords;
import dev.valise.catalog.VersionRecords;
import dev.valise.catalog.VersionRecords.Appended;
import dev.valise.disk.PrivateFiles;
import dev.valise.model.OrganisationId;
import dev.valise.model.Page;
import dev.valise.model.Profile;
import dev.valise.model.ProfileId;
import dev.valise.model.Progress;
import dev.valise.model.SaveSteps;
import dev.valise.model.SessionId;
import dev.valise.model.Version;
import dev.valise.model.VersionSource;
import dev.valise.model.WriterLease;
import dev.valise.snapshot.Base;
import dev.valise.snapshot.DamagedSnapshotException;
import dev.valise.snapshot.Preset;
import dev.valise.snapshot.SaveRequest;
import dev.valise.snapshot.SavedSnapshot;
import dev.valise.snapshot.Snapshot;
import dev.valise.snapshot.SnapshotStore;
import dev.valise.snapshot.StagedFolder;
import dev.valise.state.Origins;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves a browser's folder as the next version of its profile. Thread-safe; a version is durable
 * before it is the head.
 */
public final class ProfileSaver {
  private static final Logger LOG = LoggerFactory.getLogger(ProfileSaver.class);

  /**
   * Garbage collection takes blobs that no version names and that were written longer ago than an
   * hour at least. What a slower save wrote may be gone when it is done.
   */
  static final Duration LIMIT = Duration.ofMinutes(45);

  /** Of the versions of a profile: a session that has just ended made one of them. */
  private static final int LAST = 20;

  private final SnapshotStore snapshots;
  private final ProfileVersions versions;
  private final ProfileRecords profiles;
  private final VersionRecords records;
  private final Preset preset;
  private final InstantSource clock;

  public ProfileSaver(
      SnapshotStore snapshots,
      ProfileVersions versions,
      ProfileRecords profiles,
      VersionRecords records,
      Preset preset,
      InstantSource clock) {
    this.snapshots = snapshots;
    this.versions = versions;
    this.profiles = profiles;
    this.records = records;
    this.preset = preset;
    this.clock = clock;
  }

  /**
   * Whose folder is saved, and what is known of it.
   *
   * @param lease without which it must not be saved; empty where nobody else can write
   * @param leftBehind whether an earlier server should have saved it
   */
  public record Subject(
      OrganisationId organisation,
      ProfileId profile,
      SessionId session,
      ProfileState state,
      Optional<WriterLease> lease,
      boolean leftBehind) {

    public Subject(
        OrganisationId organisation, ProfileId profile, SessionId session, ProfileState state) {
      this(organisation, profile, session, state, Optional.empty(), false);
    }

    VersionSource source() {
      return leftBehind ? new VersionSource.Recovered(session) : new VersionSource.Saved(session);
    }
  }

  /** The newest version that a session made of a profile, if it is one of the last of them. */
  public Optional<Version> lastOf(SessionId session, ProfileId profile) {
    return records.list(profile, new Page.Window(LAST, 0)).items().stream()
        .filter(version ->
            version.source().equals(new VersionSource.Saved(session))
                || version.source().equals(new VersionSource.Recovered(session)))
        .findFirst();
  }

  /**
   * What a folder was made from, when nobody knows any more how its files looked: its files are all
   * read then, but what the version has is not stored again.
   *
   * @return empty when the version is gone or cannot be read
   */
  public Optional<LoadedVersion> recall(
      OrganisationId organisation, ProfileId profile, int number) {
    try {
      Optional<Version> version = records.find(profile, number);
      if (version.isEmpty()) {
        return Optional.empty();
      }
      Snapshot snapshot = versions.open(organisation, version.get());
      var base = new Base(snapshot, Optional.empty());
      return Optional.of(new LoadedVersion(version.get(), base, ProfileVersions.cookies(snapshot)));
    } catch (IOException e) {
      LOG.warn("version {} of profile {} cannot be read", number, profile, e);
      return Optional.empty();
    }
  }

  /**
   * Begins to put the state of a running browser aside, to be saved as {@link #save} does.
   *
   * @param live its user-data-dir
   * @param copies a folder for what has to be copied; made anew, private
   * @param base what the folder was made from or last saved as, if anything, of whatever profile of
   *     the organisation
   */
  public StagedState stage(Path live, Path copies, Optional<LoadedVersion> base)
      throws IOException {
    PrivateFiles.deleteTree(copies);
    PrivateFiles.createFolder(copies);
    Optional<Base> readable = base.map(LoadedVersion::base).filter(ProfileSaver::isReadable);
    return new StagedState(StagedFolder.begin(live, copies, preset, readable, Origins::reads));
  }

  /** Reads ahead, in the background, what a save of the folder will need. */
  public void prepare(LoadedVersion loaded) {
    Thread.startVirtualThread(() -> isReadable(loaded.base()));
  }

  /**
   * Saves a folder as the next version and makes it the head, unless nothing has changed since it
   * was loaded. It is withheld from becoming the head when the cookies lack what the profile
   * requires.
   *
   * @param loaded what the folder was made from, if anything; of a staged folder, what it was
   *     staged with, which may be a version of another profile
   * @return the version, or empty when the profile was deleted meanwhile
   * @throws LostBaseException when a staged folder lacks what its base had
   * @throws IOException when it could not be stored; the head is as before
   * @throws LeaseLostException when the lease is no longer in force; the head is another writer's
   */
  public Optional<SavedVersion> save(
      Subject subject, Optional<LoadedVersion> loaded, Progress progress) throws IOException {
    Optional<Base> base =
        subject.state().staged().isPresent()
            ? subject.state().staged().get().base()
            : loaded.map(LoadedVersion::base).filter(ProfileSaver::isReadable);
    SaveRequest request = request(subject).telling(progress);
    Judged judged = judge(subject);
    if (base.isPresent()) {
      Version before = loaded.orElseThrow().version();
      boolean stands = stands(judged, before);
      Attempt attempt = attempt(judged, request.on(base.get()), stands);
      if (stands && attempt.saved().written().isEmpty()) {
        return Optional.of(attempt.unchanged(judged, before));
      }
      if (!(attempt.appended() instanceof Appended.BlobsGone)) {
        return result(judged, attempt);
      }
      if (subject.state().staged().isPresent()) {
        throw new LostBaseException("what the profile shared with its last version is gone");
      }
      LOG.info(
          "what profile {} shared with its last version is gone: saving all", subject.profile());
    }
    return result(judged, attempt(judged, request, false));
  }

  /**
   * A subject, and what its profile says of it.
   *
   * @param head that the profile has now
   * @param missing what it requires and the cookies lack
   */
  private record Judged(
      Subject subject,
      List<ToldCookie> cookies,
      Optional<Integer> head,
      Optional<String> missing) {}

  private Judged judge(Subject subject) {
    List<ToldCookie> cookies = ToldCookie.all(subject.state().cookies().json());
    Optional<Profile> profile = profiles.find(subject.organisation(), subject.profile());
    var guard = new LoginGuard(profile.map(Profile::required).orElse(List.of()));
    return new Judged(
        subject,
        cookies,
        profile.flatMap(Profile::head).map(Version::number),
        guard.missing(cookies, clock.instant()));
  }

  /**
   * Whether a folder that is as it was needs no new version. A checkpoint needs one where its base
   * is not what the profile has as its head: it was asked to become just that. So does one whose
   * base was withheld, and would not be now, or was deleted as only such a base can be.
   */
  private boolean stands(Judged judged, Version base) {
    if (!base.profile().equals(judged.subject().profile())) {
      return false;
    }
    if (base.isWithheld()) {
      return judged.missing().isPresent()
          && records.find(base.profile(), base.number()).isPresent();
    }
    return judged.subject().state().staged().isEmpty()
        || judged.head().equals(Optional.of(base.number()));
  }

  private SaveRequest request(Subject subject) throws IOException {
    Map<String, String> attachments = new HashMap<>();
    attachments.put(ProfileVersions.COOKIES, subject.state().cookies().json());
    Optional<StagedFolder> staged = subject.state().staged();
    staged.ifPresent(_ -> attachments.put(ProfileVersions.COOKIES_ARE_NEWER, "yes"));
    var request =
        SaveRequest.of(
            subject.state().userDataDir(),
            preset,
            attachments,
            versions.vault(subject.organisation()));
    return staged.isPresent() ? request.from(staged.get()) : request;
  }

  /** A save without the version that it began with costs more, but loses nothing. */
  private static boolean isReadable(Base base) {
    try {
      base.snapshot().blobs();
      return true;
    } catch (DamagedSnapshotException e) {
      LOG.warn("the version that was loaded cannot be read any more", e);
      return false;
    } catch (IOException e) {
      LOG.warn("the version that was loaded cannot be read now", e);
      return false;
    }
  }

  /**
   * @param appended {@link Appended.BlobsGone} of nothing where there was nothing to append
   */
  private record Attempt(
      SavedSnapshot saved, StateReading reading, SaveSteps steps, Appended appended) {

    SavedVersion unchanged(Judged judged, Version version) {
      String head = version.isWithheld() ? " so that this is not the head" : " and the head stays";
      return new SavedVersion(
          loaded(judged, version),
          false,
          judged.head(),
          version.figures().ofUnchanged(steps),
          warnings(judged.missing().map(missing -> missing + "; nothing has changed," + head)));
    }

    SavedVersion added(Judged judged, Version version, Optional<Integer> headBefore) {
      return new SavedVersion(
          loaded(judged, version),
          true,
          headBefore,
          version.figures(),
          warnings(version.withheldWarning()));
    }

    private LoadedVersion loaded(Judged judged, Version version) {
      var base = new Base(saved.snapshot(), Optional.of(saved.record()));
      return new LoadedVersion(version, base, judged.subject().state().cookies().json());
    }

    private List<String> warnings(Optional<String> more) {
      List<String> warnings = new ArrayList<>(VersionDraft.warnings(saved.refused(), reading));
      more.ifPresent(warnings::add);
      return warnings;
    }
  }

  /**
   * @param stands whether no version is needed where nothing was written
   */
  private Attempt attempt(Judged judged, SaveRequest request, boolean stands) throws IOException {
    ProfileState state = judged.subject().state();
    Instant began = clock.instant();
    CompletableFuture<StateReading> reading =
        CompletableFuture.supplyAsync(
            () -> StateReading.of(state, judged.cookies(), began), Thread::startVirtualThread);
    long start = System.nanoTime();
    SavedSnapshot saved = snapshots.save(request);
    Duration store = Duration.ofNanos(System.nanoTime() - start);
    boolean closed = state.staged().isEmpty();
    var steps =
        new SaveSteps(
            state.taken().filter(_ -> closed),
            state.taken().filter(_ -> !closed),
            reading.join().took(),
            store);
    if (stands && saved.written().isEmpty()) {
      return new Attempt(saved, reading.join(), steps, new Appended.BlobsGone(List.of()));
    }
    if (Duration.between(began, clock.instant()).compareTo(LIMIT) > 0) {
      throw new IOException("the save took longer than " + LIMIT.toMinutes() + " minutes");
    }
    VersionRecords.Draft draft =
        VersionDraft.of(
            judged.subject(), saved, reading.join(), steps, judged.missing(), clock.instant());
    return new Attempt(saved, reading.join(), steps, append(judged.subject(), draft));
  }

  private Appended append(Subject subject, VersionRecords.Draft draft) {
    return subject.lease().isPresent()
        ? records.append(subject.organisation(), draft, subject.lease().get())
        : records.append(subject.organisation(), draft);
  }

  private static Optional<SavedVersion> result(Judged judged, Attempt attempt) throws IOException {
    return switch (attempt.appended()) {
      case Appended.Added(var version, var headBefore) ->
          Optional.of(attempt.added(judged, version, headBefore));
      case Appended.ProfileGone() -> Optional.empty();
      case Appended.LeaseLost() -> throw new LeaseLostException(judged.subject().profile());
      case Appended.BlobsGone(var gone) ->
          throw new IOException("blobs were deleted while the save went on: " + gone);
    };
  }
}
