/* Hermetic: a physics core for fixed-target missing-energy searches.
 *
 * This header and those that it includes, one per room, are the contract of the library: they are
 * written by hand, the library is compiled against them, and nothing else is exported. A program that
 * wants one room only may include, say, <hermetic/limits.h>.
 *
 * Units. GeV, mm, ns, rad; c = 1; cross sections in pb; densities in g/cm3. Names carry the unit.
 *
 * Versioning. HERMETIC_VERSION_* follow semantic versioning. HERMETIC_ABI_VERSION grows when a program
 * compiled against an older header may no longer run; compare it with hermetic_abi_version() after
 * loading. Functions are never changed, only added; option structs begin with struct_size and grow at
 * the end.
 *
 * Errors. Functions that can fail return int32_t: HERMETIC_OK (0) or one of the negative HERMETIC_E_*
 * codes, a closed list that is never renumbered. After a failure hermetic_last_error_message() says,
 * for this thread, what was wrong, why, and what to do; it is never empty. Outputs are untouched by a
 * failed call unless its comment says otherwise, and the objects stay usable.
 *
 * Lifetimes. Objects are opaque handles, made by a function ending in _create and given back with the
 * matching _free, which accepts NULL. Objects keep what they were made from alive: the order of _free
 * does not matter. A borrowed pointer's comment names its owner; it dies with the owner.
 *
 * Text. Configuration crosses as strictly validated JSON (UTF-8): an unknown key is an error with its
 * path. Long answers come back as JSON in a hermetic_text object.
 *
 * Threads. A const handle may be used from several threads at once; a non-const one from one at a
 * time. The library starts threads only inside hermetic_run_slice(), hermetic_run_create() and the
 * hermetic_workspace_*() functions whose card asks for them, and joins them before returning. It uses no signal, no
 * environment variable and no global set-up.
 *
 * The declarations are plain enough for Python's cffi and LuaJIT's ffi.cdef.
 */
#ifndef HERMETIC_H
#define HERMETIC_H

#include "hermetic/base.h"       /* status codes, version, texts */
#include "hermetic/matter.h"     /* presets and materials */
#include "hermetic/processes.h"  /* electromagnetic processes, alone */
#include "hermetic/muons.h"      /* energy loss of muons, alone */
#include "hermetic/synchrotron.h" /* radiation in a magnetic field */
#include "hermetic/geometry.h"   /* set-ups */
#include "hermetic/tracking.h"   /* tracks from hits, alone */
#include "hermetic/signal.h"     /* models of new particles, alone */
#include "hermetic/production.h" /* their processes in somebody else's transport */
#include "hermetic/run.h"        /* from the beam to event columns */
#include "hermetic/limits.h"     /* upper limits, alone */
#include "hermetic/phenomenology.h"  /* g-2, mixing, relic density, alone */
#include "hermetic/workspace.h"  /* likelihoods of HistFactory workspaces */
#include "hermetic/arrow.h"      /* Arrow C Data Interface */

#endif /* HERMETIC_H */
