"""Keys: a series over areas by which a catchment's money is shared.

share(area | catchment, key) = weight x key(area) / sum over the catchment. Extensive series only (people, money):
a rate is never a key. Shares of a catchment sum to one or it is an error.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from totalplace_lib.errors import ImbalanceError

NEVER_SPREAD = "none"


def shares(catchment: pd.DataFrame, key: pd.DataFrame, name: str) -> pd.Series:
    """Shares of one catchment's areas.

    catchment  columns area_code, weight (the part of the area that lies in the catchment, 1 = all)
    key        columns area_code, value (non-negative, one row per area)
    Returns a Series of share by area_code, in the order of the codes. Raises ImbalanceError on an area without a
    value, a negative value, or a catchment whose values add to nothing.
    """
    codes = catchment["area_code"].to_numpy()
    value = (
        pd.Series(key["value"].to_numpy(dtype=float), index=key["area_code"].to_numpy())
        .reindex(codes)
        .to_numpy()
    )
    missing = sorted(str(code) for code in codes[np.isnan(value)])
    if missing:
        named = ", ".join(missing[:5]) + (" ..." if len(missing) > 5 else "")
        raise ImbalanceError(f"The key '{name}' has no value for {named}.")
    weighted = catchment["weight"].to_numpy(dtype=float) * value
    if (weighted < 0).any() or weighted.sum() <= 0:
        raise ImbalanceError(
            f"The key '{name}' cannot share a catchment of {len(codes)} areas: its values add to {weighted.sum():g}."
        )
    share = pd.Series(weighted / weighted.sum(), index=codes).groupby(level=0).sum()
    if abs(share.sum() - 1.0) > 1e-9:
        raise ImbalanceError(f"Shares by '{name}' add to {share.sum():.12f}, not to one.")
    return share
