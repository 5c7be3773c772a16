"""Streamlit: a page with the chart of one indicator, read anew for each reader."""

import streamlit as st  # type: ignore[import-not-found]
from chart import figure  # type: ignore[import-not-found]

st.title("基本計画の指標")
st.plotly_chart(figure())
