/*
 * The protocol between broker, supervisor and hosts, small enough to look at every order of events.
 *
 * Two hosts of two slots, three runs. Run 0 is the culprit, of a kind that is chosen first; the others are innocent.
 * What goes wrong besides is bounded: a host killed from outside, the supervisor killed, the worker stopped, a lock that
 * expires under a living supervisor, a worn host, each as often as its budget says. README.md tells which code each
 * step stands for, and what the model leaves out.
 *
 * MUTANT takes one safeguard away: check.sh demands that each is missed.
 */
#ifndef MUTANT
#define MUTANT 0
#endif
#define CHARGES_HAND_OVER (MUTANT == 1)
#define HANDS_OVER_EARLY  (MUTANT == 2)
#define ORPHANS_LIVE_ON   (MUTANT == 3)
#define TAKES_TWICE       (MUTANT == 4)
#define SKIPS_LAST_WORDS  (MUTANT == 5)
#define KEEPS_UNSAID      (MUTANT == 6)
#define COUNTS_EXPLAINED  (MUTANT == 7)
#define FORGETS_ORPHANS   (MUTANT == 8)
#define CONVICTS_AT_ONCE  (MUTANT == 9)

#define RUNS 3
#define SLOTS 2
#define CULPRIT 0
#define NOBODY RUNS
#define BIT(r) (1 << (r))

/* What supervisor and host say to each other (src/pool/protocol.ts), and the guard's records (runtime/types.ts). */
mtype = { setup, ready, dispatch, settle, recycle, drain, drained, ending, abort_due, unsaid };

/* Loops for ever; holds its loop for long; ends its host, by name; ends it without a trace; just fails. */
mtype:kind = { spins, holds, exits, kills, throws };

/* Where a job is, for the broker. */
mtype:state = { waiting, locked, completed, failed };

/* Where the supervisor has a run: on board of host 0 or 1, ready to be dispatched, nowhere. */
#define POOL 2
#define NOWHERE 3

/* The broker. */
mtype:state job[RUNS] = locked;
byte charged[RUNS];              /* attempts that failed */

/* The supervisor. All of it is gone when it is killed. */
bool supervisor = true;
bool closing;
bool renewing[RUNS] = true;      /* the job has a processor call that is pending */
bool valid[RUNS] = true;         /* its lock is the one that the call would settle under */
byte place[RUNS] = POOL;
byte losses[RUNS];
byte cohort[RUNS];               /* the suspects it is tried with, by the first of them, from 1; 0: none */
bool watched[2] = true;          /* its end is awaited: it has a supervisor */
bool accepting[2] = true;        /* ready, and not on its way out */
bool draining[2];
byte trial[2];                   /* the cohort that it is set aside for; 0: none */
byte doomed[2] = NOBODY;         /* the run that is to blame for its end */

/* The hosts: processes, with what each has in its memory. */
bool alive[2] = true;
byte on_board[2];                /* runs that execute */
byte kept[2];                    /* runs that have ended, and whose settlement is not sent yet */
bool stalled[2];                 /* the loop does not turn */
bool asked[2];                   /* the watchdog has asked for its end */
chan to_host[2] = [4] of { mtype, byte };
chan from_host[2] = [4] of { mtype, byte };
chan record[2] = [3] of { mtype, byte };

/* What may still go wrong. */
mtype:kind kind;
#ifndef FAULTS
#define FAULTS 1
#endif
byte faults = FAULTS;            /* how many in all */
bool kills_supervisor = true, expires = true;   /* one of the two: see README.md */

/* For the properties alone. */
byte executing[RUNS];
bool ended[RUNS];                /* the function came to its end */
bool said[RUNS];                 /* the supervisor can know of it */

#define settled(r) (job[r] == completed || job[r] == failed)
#define held(h) ((place[0] == (h)) + (place[1] == (h)) + (place[2] == (h)))
#define is_orphan(h) (alive[h] && !watched[h])
#define lives_on(h) (is_orphan(h) && stalled[h] && ORPHANS_LIVE_ON)
/* A cohort has a host to itself, and is the only one that is tried. */
#define fits(r, h) (accepting[h] && alive[h] && held(h) < SLOTS && (cohort[r] == 0 -> trial[h] == 0 : \
  (held(h) == 0 || trial[h] == cohort[r]) && !(trial[1 - (h)] != 0 && held(1 - (h)) > 0)))
/* The freest host, the first of two that are as free. */
#define goes(r, h) (place[r] == POOL && fits(r, h) && \
  (!fits(r, 1 - h) || held(h) < held(1 - h) || (held(h) == held(1 - h) && h == 0)))

inline clear(channel) {
  do :: nempty(channel) -> channel ? _, _ :: empty(channel) -> break od
}

/* --- hosts ---------------------------------------------------------------------------------------------------------- */

/* The process is gone, with its memory. What it wrote is still to be read. */
inline die(h) {
  i = 0;
  do :: i < RUNS -> if :: on_board[h] & BIT(i) -> executing[i]-- :: else fi; i++ :: else -> break od;
  i = 0; on_board[h] = 0; kept[h] = 0; stalled[h] = false; asked[h] = false; alive[h] = false;
  clear(to_host[h])
}

/* One message for all that is kept. */
inline tell(channel, what) {
  i = 0;
  do :: i < RUNS -> if :: kept[h] & BIT(i) -> said[i] = true :: else fi; i++ :: else -> break od;
  i = 0; channel ! what, kept[h]; kept[h] = 0
}

inline end_run(r) {
  on_board[h] = on_board[h] & ~BIT(r); executing[r]--; ended[r] = true; kept[h] = kept[h] | BIT(r)
}

proctype host(byte h) {
  byte r, i;
end:
  do
  :: atomic { alive[h] && watched[h] && to_host[h] ? [setup, _] -> to_host[h] ? setup, _; from_host[h] ! ready, 0 }
  :: atomic { alive[h] && !stalled[h] && to_host[h] ? [dispatch, _] ->
       to_host[h] ? dispatch, r;
       executing[r]++;
       assert(executing[r] == 1);   /* nothing runs twice at the same time */
       assert(!said[r]);            /* what has settled is not run again */
       ended[r] = false; on_board[h] = on_board[h] | BIT(r); r = 0 }
  :: atomic { alive[h] && watched[h] && !stalled[h] && to_host[h] ? [drain, _] ->
       if :: kept[h] -> tell(from_host[h], settle) :: else fi;
       from_host[h] ! drained, 0; die(h) }

  /* A run ends by itself. Its settlement waits for others to share a message. */
  :: atomic { alive[h] && !stalled[h] && (on_board[h] & BIT(CULPRIT)) && kind == throws -> end_run(CULPRIT) }
  :: atomic { alive[h] && !stalled[h] && (on_board[h] & BIT(1)) -> end_run(1) }
  :: atomic { alive[h] && !stalled[h] && (on_board[h] & BIT(2)) -> end_run(2) }
  :: atomic { alive[h] && watched[h] && !stalled[h] && kept[h] && nfull(from_host[h]) ->
       tell(from_host[h], settle) }
  :: atomic { alive[h] && watched[h] && !stalled[h] && kept[h] && faults && len(from_host[h]) < 3 ->
       faults--; from_host[h] ! recycle, 0; tell(from_host[h], settle) }

  /* The culprit acts. */
  :: atomic { alive[h] && !stalled[h] && (on_board[h] & BIT(CULPRIT)) && (kind == spins || kind == holds) ->
       stalled[h] = true }
  :: atomic { alive[h] && (on_board[h] & BIT(CULPRIT)) && kind == kills -> die(h) }
  :: atomic { alive[h] && watched[h] && (on_board[h] & BIT(CULPRIT)) && kind == exits ->
       if :: kept[h] -> tell(from_host[h], settle) :: else fi;
       from_host[h] ! ending, CULPRIT; die(h) }
  /* It lets go after all, when its end may have been asked for already. */
  :: atomic { alive[h] && stalled[h] && kind == holds -> stalled[h] = false; asked[h] = false; end_run(CULPRIT) }

  /* The watchdog thread of a loop that does not turn. */
  :: atomic { alive[h] && watched[h] && stalled[h] && kept[h] && !asked[h] && nfull(record[h]) && !KEEPS_UNSAID ->
       tell(record[h], unsaid) }
  :: atomic { alive[h] && watched[h] && stalled[h] && !asked[h] && nfull(record[h]) && (!kept[h] || KEEPS_UNSAID) ->
       asked[h] = true; record[h] ! abort_due, CULPRIT }

  /* The supervisor is gone: the loop hears of it; where the loop does not turn, the watchdog does. */
  :: atomic { is_orphan(h) && !lives_on(h) -> die(h) }
  od
}

/* --- the supervisor ------------------------------------------------------------------------------------------------- */

inline forget(r) { place[r] = NOWHERE; losses[r] = 0; cohort[r] = 0; valid[r] = false; renewing[r] = false; ended[r] = false; said[r] = false }

/* A settlement under a lock that is not the job's any more is refused by the broker. */
inline finish(r, outcome) {
  if
  :: job[r] == locked && valid[r] ->
     assert(outcome != failed || r == CULPRIT);   /* no innocent fails */
     job[r] = outcome;
     if :: outcome == failed -> charged[r]++ :: else fi
  :: else
  fi;
  forget(r)
}

inline send_drain() {
  if :: alive[h] && !draining[h] -> draining[h] = true; to_host[h] ! drain, 0 :: else fi
}

inline settle_all() {
  i = 0;
  do
  :: i < RUNS ->
     if
     :: (mask & BIT(i)) && place[i] == h -> finish(i, (i == CULPRIT && kind == throws -> failed : completed))
     :: else
     fi;
     i++
  :: else -> break
  od;
  i = 0; mask = 0;
  if
  :: held(h) == 0 -> trial[h] = 0; if :: !accepting[h] && doomed[h] == NOBODY -> send_drain() :: else fi
  :: else
  fi
}

/* Whose fault was it, when nobody is named? A suspect that was alone is guilty; several are split in two. */
inline conclude() {
  i = 0; n = 0;
  do
  :: i < RUNS -> if :: place[i] == h -> n++; guilty = i :: else fi; i++
  :: else -> break
  od;
  if
  :: n == 1 && (cohort[guilty] || CONVICTS_AT_ONCE)
  :: else ->
     guilty = NOBODY; i = 0; n = 0;
     do
     :: i < RUNS ->
        if :: place[i] == h -> losses[i]++; if :: losses[i] >= 2 -> n++ :: else fi :: else fi;
        i++
     :: else -> break
     od;
     i = 0; half = (n + 1) / 2; n = 0;
     do
     :: i < RUNS ->
        if
        :: place[i] == h && losses[i] >= 2 ->
           if :: n == 0 -> n = i + 1 :: else fi;
           cohort[i] = n;
           if :: half == 1 -> n = 0 :: else fi;
           if :: half -> half-- :: else fi
        :: else
        fi;
        i++
     :: else -> break
     od
  fi;
  i = 0; n = 0; half = 0
}

inline hand_over(r) {
  if
  :: closing ->   /* back to the queue, with no attempt charged */
     if :: job[r] == locked && valid[r] -> job[r] = waiting :: else fi;
     forget(r)
  :: else ->
     assert(doomed[h] == NOBODY || kind == holds || !ended[r]);   /* what the kill would have lost, has been said */
     if :: CHARGES_HAND_OVER -> charged[r]++ :: else fi;
     ended[r] = false; place[r] = (FORGETS_ORPHANS -> NOWHERE : POOL)
  fi
}

inline lose() {
  guilty = doomed[h];
  if
  :: guilty != NOBODY && (place[CULPRIT] == h || !COUNTS_EXPLAINED)
  :: guilty == NOBODY && closing
  :: else ->
     assert(guilty == NOBODY);   /* no loss is held against an innocent when it is known whose fault it was */
     conclude()
  fi;
  i = 0;
  do
  :: i < RUNS ->
     if
     :: place[i] == h && i == guilty -> finish(i, failed)
     :: place[i] == h && i != guilty -> hand_over(i)
     :: else
     fi;
     i++
  :: else -> break
  od;
  i = 0; guilty = NOBODY;
  watched[h] = false; accepting[h] = false; draining[h] = false; trial[h] = 0; doomed[h] = NOBODY
}

/* What the supervisor keeps of one host. */
proctype slot(byte h) {
  byte r, i, n, half, mask, guilty = NOBODY;
end:
  do
  :: atomic { supervisor && !closing && !alive[h] && !watched[h] -> alive[h] = true; watched[h] = true; to_host[h] ! setup, 0 }
  :: atomic { supervisor && from_host[h] ? [ready, _] -> from_host[h] ? ready, _; accepting[h] = !closing }
  :: atomic { supervisor && (goes(0, h) || goes(1, h) || goes(2, h)) ->
       r = (goes(0, h) -> 0 : (goes(1, h) -> 1 : 2));
       trial[h] = cohort[r]; place[r] = h; to_host[h] ! dispatch, r; r = 0 }
  :: atomic { supervisor && from_host[h] ? [settle, _] -> from_host[h] ? settle, mask; settle_all() }
  :: atomic { supervisor && record[h] ? [unsaid, _] -> record[h] ? unsaid, mask; settle_all() }
  :: atomic { supervisor && from_host[h] ? [recycle, _] ->
       from_host[h] ? recycle, _; accepting[h] = false;
       if :: held(h) == 0 -> send_drain() :: else fi }
  :: atomic { supervisor && from_host[h] ? [drained, _] -> from_host[h] ? drained, _; accepting[h] = false }
  :: atomic { supervisor && from_host[h] ? [ending, _] ->
       from_host[h] ? ending, r; accepting[h] = false;
       if :: doomed[h] == NOBODY -> doomed[h] = r :: else fi; r = 0 }
  :: atomic { supervisor && record[h] ? [abort_due, _] ->
       record[h] ? abort_due, r; accepting[h] = false;
       if :: doomed[h] == NOBODY -> doomed[h] = r :: else fi;
       r = 0;
       if
       :: HANDS_OVER_EARLY -> lose()
       :: else -> if :: alive[h] -> die(h) :: else fi
       fi }
  /* Gone, and all that it wrote is read. */
  :: atomic { supervisor && watched[h] && !alive[h] && ((empty(from_host[h]) && empty(record[h])) || SKIPS_LAST_WORDS) ->
       clear(from_host[h]); clear(record[h]); lose() }
  /* The worker stops. */
  :: atomic { supervisor && closing && watched[h] && alive[h] && held(h) == 0 && !draining[h] -> send_drain() }
  :: atomic { supervisor && closing && watched[h] && alive[h] && held(h) > 0 -> die(h) }
  od
}

/* What the supervisor and the broker do with one job. */
proctype processor(byte r) {
end:
  do
  /* A job whose lock expired is on board, maybe, and goes on there. */
  :: atomic { supervisor && !closing && job[r] == waiting ->
       job[r] = locked; valid[r] = true; renewing[r] = true;
       if
       :: place[r] == NOWHERE || TAKES_TWICE -> place[r] = POOL; ended[r] = false; said[r] = false
       :: else
       fi }
  :: atomic { supervisor && closing && place[r] == POOL ->
       if :: job[r] == locked && valid[r] -> job[r] = waiting :: else fi;
       forget(r) }
  /* Its supervisor died. By the time that the lock expires, the hosts that it left behind have ended. */
  :: atomic { job[r] == locked && !renewing[r] && (!is_orphan(0) || lives_on(0)) && (!is_orphan(1) || lives_on(1)) ->
       job[r] = waiting }
  /* Its supervisor lives, and could not renew the lock. */
  :: atomic { expires && faults && job[r] == locked && renewing[r] ->
       faults--; kills_supervisor = false; job[r] = waiting; valid[r] = false }
  od
}

/* --- what goes wrong, and what must hold ---------------------------------------------------------------------------- */

proctype misfortune() {
  byte h, i;
end:
  do
  /* Not beside a culprit that leaves no trace: killed with a suspect alone on it, a host convicts that suspect. */
  :: atomic { faults && kind != kills && alive[0] -> faults--; h = 0; die(h) }
  :: atomic { faults && kind != kills && alive[1] -> faults--; h = 1; die(h); h = 0 }
  :: atomic { faults && supervisor && !closing -> faults--; closing = true; accepting[0] = false; accepting[1] = false }
  :: atomic { supervisor && closing && !alive[0] && !alive[1] && !watched[0] && !watched[1] && place[0] == NOWHERE && place[1] == NOWHERE && place[2] == NOWHERE -> closing = false }
  :: atomic { kills_supervisor && faults && supervisor ->
       expires = false; faults--; supervisor = false; closing = false;
       i = 0;
       do
       :: i < RUNS -> forget(i); i++
       :: else -> break
       od;
       i = 0;
       do
       :: i < 2 ->
          watched[i] = false; accepting[i] = false; draining[i] = false; trial[i] = 0; doomed[i] = NOBODY;
          clear(from_host[i]); clear(record[i]); i++
       :: else -> break
       od;
       i = 0 }
  :: atomic { !supervisor -> supervisor = true }
  od
}

init {
  atomic {
    if :: kind = spins :: kind = holds :: kind = exits :: kind = kills :: kind = throws fi;
    run host(0); run host(1); run slot(0); run slot(1);
    run processor(0); run processor(1); run processor(2);
    run misfortune()
  }
  /* When nothing can happen any more, every job has come to its end: none is lost, and nobody waits for ever. */
  timeout;
  assert(settled(0) && settled(1) && settled(2));
  assert(job[1] == completed && job[2] == completed);
  assert(charged[1] == 0 && charged[2] == 0 && charged[CULPRIT] <= 1);
  assert(job[CULPRIT] == failed || kind == holds)
}
