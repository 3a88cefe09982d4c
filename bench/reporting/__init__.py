# SPDX-License-Identifier: BSL-1.0
"""How the comparison's figures are read, put into words and drawn."""
